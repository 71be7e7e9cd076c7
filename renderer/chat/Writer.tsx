/** The composer of a room or thread: what is being written, changed or answered. */
import { useEffect, type RefObject } from 'react'
import { useTray, type Item } from '../attachments/index.ts'
import { Composer, useMentionable, type ComposerHandle } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import {
  draftPlace,
  useKeptDraft,
  useSayTyping,
  type CommunityId,
  type EntryId,
  type MessageRow,
  type SpaceView,
} from '../session/index.ts'
import { Notice } from '../ui/index.ts'
import { EditComposer } from './EditComposer.tsx'
import { ReplyingBar } from './ReplyingBar.tsx'
import talk from './talk.module.css'

interface WriterProps {
  readonly community: CommunityId
  readonly space: SpaceView
  readonly root?: EntryId
  readonly placeholder: string
  readonly composer: RefObject<ComposerHandle | null>
  readonly editing: MessageRow | undefined
  readonly replying: MessageRow | undefined
  /** What was sent waits for a key. */
  readonly forKey: boolean
  /** The person came to write: the box takes the focus once it is there. */
  readonly eager: boolean
  readonly onEdited: () => void
  readonly onReplied: () => void
  readonly onUp: () => boolean
  readonly onSend: (text: string, files: readonly Item[]) => void
}

export function Writer(props: WriterProps) {
  const { community, space, root, placeholder, composer, editing, replying, forKey, eager } = props
  const { onEdited, onReplied, onUp, onSend } = props
  const { t } = useText()
  const ready = useKeptDraft(community, space.id, root)
  const sayTyping = useSayTyping(community, space.id, root)
  const mentions = useMentionable(community, space)
  const tray = useTray({ community, space: space.id }, root)
  useEffect(() => {
    if (ready && eager) composer.current?.focus()
  }, [ready, eager, composer])
  if (editing) {
    return (
      <EditComposer
        key={editing.id}
        community={community}
        space={space.id}
        row={editing}
        mentions={mentions}
        onDone={() => {
          onEdited()
          // The other composer is there only after this.
          requestAnimationFrame(() => composer.current?.focus())
        }}
      />
    )
  }
  // What was kept comes in a moment; a box that is typed in before would lose it.
  if (!ready) return <div className={talk.holding} />
  return (
    <Composer
      ref={composer}
      room={draftPlace(space.id, root)}
      placeholder={placeholder}
      mentions={mentions}
      tray={tray}
      onUp={onUp}
      onType={sayTyping}
      onSend={onSend}
      {...(replying && { onCancel: onReplied })}
    >
      {(forKey || replying) && (
        <>
          {forKey && (
            <Notice tone="warn" live>
              <strong>{t('message.waitTitle')}</strong> {t('message.wait')}
            </Notice>
          )}
          {replying && <ReplyingBar row={replying} onStop={onReplied} />}
        </>
      )}
    </Composer>
  )
}
