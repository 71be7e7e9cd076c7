/** Own messages that others do not see any more: their text is still here, and the person says what becomes of it. */
import { Button } from '@mantine/core'
import { useText } from '../i18n/index.ts'
import { useCommand, useLost, type CommunityId, type SpaceId } from '../session/index.ts'
import { Notice } from '../ui/index.ts'
import classes from './room.module.css'

/** Texts shown before "and so on". */
const most = 3

export function LostNotice({ community, space }: { community: CommunityId; space: SpaceId }) {
  const { t, refusal } = useText()
  const lost = useLost(community)?.filter((view) => view.space === space) ?? []
  const settle = useCommand((client, again: boolean) =>
    client.rooms.settleLost({ community, ids: lost.slice(0, 500).map(({ id }) => id), again }),
  )
  if (lost.length === 0) return null
  return (
    <div className={classes.lost}>
      <Notice
        tone="warn"
        live
        action={
          <>
            <Button size="compact-sm" loading={settle.busy} onClick={() => void settle.run(true)}>
              {t('lost.again')}
            </Button>
            <Button size="compact-sm" variant="default" disabled={settle.busy} onClick={() => void settle.run(false)}>
              {t('lost.letGo')}
            </Button>
          </>
        }
      >
        <strong>{t('lost.title', { count: lost.length })}</strong> {t('lost.why')}
        <ul className={classes.texts}>
          {lost.slice(0, most).map(({ id, text }) => (
            <li key={id} dir="auto" title={text}>
              {text.slice(0, 200)}
            </li>
          ))}
          {lost.length > most && <li aria-hidden="true">…</li>}
        </ul>
        {settle.refusal && <div role="alert">{refusal(settle.refusal)}</div>}
      </Notice>
    </div>
  )
}
