/** The messages of a room that are kept in sight for everybody. */
import { IconPinnedOff } from '@tabler/icons-react'
import { useText } from '../i18n/index.ts'
import { useCommand, usePins, type CommunityId, type EntryId, type SpaceView } from '../session/index.ts'
import { IconButton, Notice, Pane } from '../ui/index.ts'
import { Snippet } from './Snippet.tsx'
import classes from './snippet.module.css'

interface PinnedPaneProps {
  readonly community: CommunityId
  readonly space: SpaceView
  readonly name: string
  /** Nothing may be changed. */
  readonly closed: boolean
  readonly onJump: (id: EntryId) => void
  readonly onClose: () => void
}

export function PinnedPane({ community, space: { id: space, kind }, name, closed, onJump, onClose }: PinnedPaneProps) {
  const { t, refusal } = useText()
  const pins = usePins(community, space).value
  const unpin = useCommand((client, id: EntryId) => client.rooms.pin({ community, space, id, on: false }))
  return (
    <Pane title={t('talk.pinned')} onClose={onClose}>
      {pins?.rows.length === 0 && (
        <p className={classes.none}>
          {kind === 'room' || kind === 'board' ? t('talk.pinnedNone') : t('talk.pinnedNonePrivate')}
        </p>
      )}
      {unpin.refusal && (
        <Notice tone="bad" live>
          {refusal(unpin.refusal)}
        </Notice>
      )}
      <ul className={classes.list} aria-label={t('talk.pinnedHere', { name })}>
        {pins?.rows.map((row) => (
          <Snippet
            key={row.id}
            row={row}
            title={t('talk.goThere')}
            onOpen={() => onJump(row.id)}
            action={
              pins.mayPin &&
              !closed && (
                <div className={classes.action}>
                  <IconButton
                    label={t('talk.unpinNamed', { name: row.authorName })}
                    size={30}
                    onClick={() => void unpin.run(row.id)}
                  >
                    <IconPinnedOff size={17} aria-hidden="true" />
                  </IconButton>
                </div>
              )
            }
          />
        ))}
      </ul>
    </Pane>
  )
}
