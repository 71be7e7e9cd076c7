/** Where people write. What is typed is kept as the room's draft until it was handed on; nothing typed is ever thrown away. */
import { IconAt, IconSend2 } from '@tabler/icons-react'
import {
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
  useState,
  type ClipboardEvent,
  type DragEvent,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from 'react'
import { AttachButton, Chips, chosenIn, DropArea, hasFiles, type Item, type Tray } from '../attachments/index.ts'
import { EmojiButton } from '../emoji/index.ts'
import { useText } from '../i18n/index.ts'
import { draftOf, keepDraft, LIMITS } from '../session/index.ts'
import { IconButton, Notice } from '../ui/index.ts'
import classes from './composer.module.css'
import { Marked } from './composing/Marked.tsx'
import type { Mentionable } from './composing/mentionable.ts'
import { optionId, SuggestionList } from './composing/SuggestionList.tsx'
import { useDraft } from './composing/useDraft.ts'
import { useDue, useSending } from './composing/useSending.ts'
import { useSuggestions } from './composing/useSuggestions.ts'
import { Held } from './Held.tsx'
import { lengthOf } from './length.ts'

export interface ComposerHandle {
  focus(): void
  /** Puts a text before what is being written, and files among those that go with it; `anew` when core knows them no more. */
  putBack(text: string, files?: readonly Item[], anew?: boolean): void
}

interface ComposerProps {
  /** Names the draft. */
  readonly room: string
  readonly placeholder: string
  /** Takes the text over, mentions as links, and the files: from then on they are the caller's to keep. */
  readonly onSend: (text: string, files: readonly Item[]) => void
  /** Where files may be attached, those that are. */
  readonly tray?: Tray
  /** What it begins with where nothing was typed yet. */
  readonly initial?: string
  /** Whom an @ offers; unless given, nobody. */
  readonly mentions?: Mentionable
  readonly sendLabel?: string
  readonly hint?: string
  /** Up was pressed with nothing written; true when that did something. */
  readonly onUp?: () => boolean
  /** Something is being written, or nothing any more. */
  readonly onType?: (writing: boolean) => void
  /** Escape was pressed. */
  readonly onCancel?: () => void
  /** Stands over what is being written. */
  readonly children?: ReactNode
  readonly ref?: Ref<ComposerHandle>
}

const most = LIMITS.messageBytes
/** Characters a text box can be typed in without stumbling. What is longer is kept beside it: a megabyte would take seconds a key. */
const mostTyped = 2 * LIMITS.messageBytes

export function Composer(props: ComposerProps) {
  const { room, placeholder, onSend, initial = '', mentions, sendLabel, hint, tray, children, ref } = props
  const { onUp, onType, onCancel } = props
  const { t, format } = useText()
  const [held, setHeld] = useState(() => draftOf(`${room} held`))
  const [refused, setRefused] = useState(false)
  const area = useRef<HTMLTextAreaElement>(null)
  const marked = useRef<HTMLDivElement>(null)
  const id = useId()
  const writing = useDraft(room, initial, area)
  const suggestions = useSuggestions(writing, mentions)
  const { draft, source } = writing
  const { text } = draft
  // Without a letter it goes the way of the page, as its placeholder does.
  const direction = /\p{L}/u.test(text) ? ({ dir: 'auto' } as const) : {}
  const offered = suggestions.list.length > 0
  const length = lengthOf(source, most)
  const tooLong = length.bytes > most

  const sending = useSending(tray)
  const { waiting } = sending
  const isEmpty = text.trim() === '' && sending.count === 0

  useEffect(() => keepDraft(`${room} held`, held), [room, held])
  useImperativeHandle(ref, () => ({
    focus: () => area.current?.focus(),
    putBack(more, files = [], anew = false) {
      if (more !== '') writing.putBack(more)
      tray?.putBack(files, anew)
      area.current?.focus()
    },
  }))

  const send = (): void => {
    area.current?.focus()
    if (isEmpty) return
    setRefused(tooLong)
    if (tooLong || !sending.mayGo()) return
    onSend(source, tray?.take() ?? [])
    writing.clear()
    onType?.(false)
  }
  useDue(sending.isDue, send)

  /** Puts words where the caret stands, or in place of what is selected. */
  const insert = (words: string): void => {
    const { selectionStart = text.length, selectionEnd = text.length } = area.current ?? {}
    writing.replace(selectionStart, selectionEnd, words)
    onType?.(true)
  }
  const beginMention = (): void => {
    const before = text.slice(0, area.current?.selectionStart ?? text.length)
    insert(/(?:^|[\s([{])$/.test(before) ? '@' : ' @')
  }

  /** Takes a text that is coming in out of the way, if it is too much for the box. */
  const divert = (event: ClipboardEvent | DragEvent, coming: string): void => {
    if (text.length + coming.length <= mostTyped) return
    event.preventDefault()
    setHeld(coming)
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    if (suggestions.onKeyDown(event)) return
    const plain = !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey
    if (event.key === 'ArrowUp' && plain && text === '' && onUp?.()) event.preventDefault()
    if (event.key === 'Escape' && (waiting || onCancel) && !event.nativeEvent.isComposing) {
      event.preventDefault()
      if (waiting) sending.stop()
      else onCancel?.()
    }
    // While an input method is composing, Enter chooses a word.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }

  return (
    <form
      className={classes.composer}
      data-region="composer"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {children && <div className={classes.over}>{children}</div>}
      {tray && (
        <div className={classes.attached}>
          <DropArea
            onDrop={({ files, folder }) => {
              tray.add(files, folder)
              area.current?.focus()
            }}
          />
          <Chips
            tray={tray}
            waiting={waiting}
            stuck={sending.stuck}
            onStopWaiting={() => {
              sending.stop()
              area.current?.focus()
            }}
            onEmpty={() => area.current?.focus()}
          />
        </div>
      )}
      {held !== '' && <Held text={held} most={most} onLetGo={() => setHeld('')} />}
      {tooLong && (
        <div id={`${id}-trouble`} className={classes.trouble}>
          <Notice tone={refused ? 'bad' : 'warn'} live>
            {t('room.tooLong', { have: format.bytes(length.bytes), most: format.bytes(most) })}
          </Notice>
        </div>
      )}
      <div className={classes.box}>
        {tray && <AttachButton tray={tray} onChosen={() => area.current?.focus()} />}
        <SuggestionList id={`${id}-list`} suggestions={suggestions} />
        <div className={classes.paper}>
          {draft.spans.length > 0 && <Marked draft={draft} ref={marked} {...direction} />}
          <textarea
            ref={area}
            className={classes.area}
            {...direction}
            rows={1}
            readOnly={waiting}
            value={text}
            placeholder={placeholder}
            aria-label={placeholder}
            aria-describedby={`${id}-hint ${id}-trouble`}
            aria-invalid={tooLong}
            aria-autocomplete="list"
            {...(offered
              ? {
                  'aria-haspopup': 'listbox',
                  'aria-controls': `${id}-list`,
                  'aria-activedescendant': optionId(`${id}-list`, suggestions.active),
                }
              : {})}
            onChange={({ target }) => {
              if (target.value.length > mostTyped) return setHeld(target.value)
              writing.typed(target)
              onType?.(target.value.trim() !== '')
            }}
            onSelect={({ currentTarget }) => writing.stood(currentTarget)}
            onBlur={writing.left}
            onScroll={({ currentTarget }) => marked.current?.scrollTo({ top: currentTarget.scrollTop })}
            onPaste={(event) => {
              const words = event.clipboardData.getData('text/plain')
              // A text that was copied together with a picture of it is pasted as text.
              if (tray && words === '' && hasFiles(event.clipboardData)) {
                event.preventDefault()
                const { files, folder } = chosenIn(event.clipboardData)
                tray.add(files, folder)
              } else divert(event, words)
            }}
            onDrop={(event) => divert(event, event.dataTransfer.getData('text/plain'))}
            onKeyDown={onKeyDown}
          />
        </div>
        {length.left !== undefined && length.left >= 0 && (
          <output className={classes.counter}>{t('room.counter', { left: format.bytes(length.left) })}</output>
        )}
        {mentions && (
          <IconButton label={t('mention.add')} onClick={beginMention}>
            <IconAt size={19} aria-hidden="true" />
          </IconButton>
        )}
        <EmojiButton label={t('emoji.add')} onPick={insert} onPicked={() => area.current?.focus()} />
        <IconButton
          label={sendLabel ?? t('room.send')}
          type="submit"
          variant="filled"
          color="accent"
          c="white"
          aria-disabled={isEmpty}
        >
          <IconSend2 size={18} aria-hidden="true" className={classes.arrow} />
        </IconButton>
      </div>
      <p id={`${id}-hint`} className={classes.hint}>
        {hint ?? t('room.sendHint')}
      </p>
    </form>
  )
}
