/** Stands in the composer's place while an own message is changed; what was being written there before waits as a draft. */
import { IconPencil } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { Composer, type ComposerHandle, type Mentionable } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import { keepDraft, useCommand, type CommunityId, type MessageRow, type SpaceId } from '../session/index.ts'
import { Notice } from '../ui/index.ts'
import classes from './room.module.css'

interface EditComposerProps {
  readonly community: CommunityId
  readonly space: SpaceId
  readonly row: MessageRow
  readonly mentions: Mentionable
  readonly onDone: () => void
}

/** To be keyed by the message. */
export function EditComposer({ community, space, row, mentions, onDone }: EditComposerProps) {
  const { t, format, refusal } = useText()
  const composer = useRef<ComposerHandle>(null)
  const draft = `${space} edit ${row.id}`
  const edit = useCommand((client, text: string) => client.rooms.edit({ community, space, id: row.id, text }))
  useEffect(() => composer.current?.focus(), [])

  const stop = (): void => {
    keepDraft(draft, '')
    onDone()
  }
  const save = async (text: string): Promise<void> => {
    if (text.trim() === row.text.trim()) return stop()
    const outcome = await edit.run(text)
    if (outcome.ok) stop()
    // Nothing typed is ever thrown away.
    else composer.current?.putBack(text)
  }

  return (
    <Composer
      ref={composer}
      room={draft}
      initial={row.text}
      mentions={mentions}
      placeholder={t('message.editLabel')}
      sendLabel={t('message.editSave')}
      hint={t('message.editHint')}
      onSend={(text) => void save(text)}
      onCancel={stop}
    >
      <div className={classes.editing}>
        <IconPencil size={16} aria-hidden="true" />
        <span className={classes.editingText}>
          {t('message.editing', { when: format.moment(row.at) })}{' '}
          <button type="button" className={classes.stop} onClick={stop}>
            {t('message.editingStop')}
          </button>
        </span>
      </div>
      {edit.refusal && (
        <Notice tone="bad" live>
          {refusal(edit.refusal)}
        </Notice>
      )}
    </Composer>
  )
}
