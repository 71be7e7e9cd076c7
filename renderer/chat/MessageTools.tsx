/** What can be done with a message: shown when it is pointed at or has the focus. The menu is made only when it is opened. */
import { IconArrowForwardUp, IconDots, IconMessages, IconPencil } from '@tabler/icons-react'
import { useEffect, useRef, type ReactNode, type Ref, type RefObject } from 'react'
import { useText } from '../i18n/index.ts'
import type { MessageRow } from '../session/index.ts'
import { giveFocusBack, noStop } from '../ui/index.ts'
import { Details } from './Details.tsx'
import classes from './message.module.css'
import { mayChange, type MessageActions, type MessagePart } from './message-actions.ts'
import { MessageMenu } from './MessageMenu.tsx'
import { ReactTools } from './ReactTools.tsx'

interface MessageToolsProps {
  readonly row: MessageRow
  readonly part: MessagePart | undefined
  readonly actions: MessageActions
}

export function MessageTools({ row, part, actions }: MessageToolsProps) {
  const { t } = useText()
  const more = useRef<HTMLButtonElement>(null)
  const picker = useRef<HTMLButtonElement>(null)
  useFocusBack(part, more, picker)
  const { edit, reply, thread, react } = actions
  const button = (
    <MoreButton
      ref={more}
      open={part === 'menu'}
      onClick={() => actions.show(row, part === 'menu' ? undefined : 'menu')}
    />
  )
  return (
    <div className={classes.tools} data-open={part === 'menu' || part === 'details' || part === 'react'}>
      {react && !row.withdrawn && (
        <ReactTools row={row} open={part === 'react'} react={react} show={actions.show} opener={picker} />
      )}
      {reply && !row.withdrawn && (
        <Tool label={t('talk.reply')} onClick={() => reply(row)}>
          <IconArrowForwardUp size={18} aria-hidden="true" className={classes.turned} />
        </Tool>
      )}
      {thread && (reply || row.thread) && (
        <Tool label={t('talk.thread')} onClick={() => thread(row)}>
          <IconMessages size={18} aria-hidden="true" />
        </Tool>
      )}
      {edit && mayChange(row) && (
        <Tool label={t('message.edit')} onClick={() => edit(row)}>
          <IconPencil size={18} aria-hidden="true" />
        </Tool>
      )}
      {part === 'menu' ? (
        <MessageMenu row={row} actions={actions}>
          {button}
        </MessageMenu>
      ) : part === 'details' ? (
        <Details row={row} onClose={() => actions.show(row, undefined)}>
          {button}
        </Details>
      ) : (
        button
      )}
    </div>
  )
}

type Button = RefObject<HTMLButtonElement | null>

interface ToolProps {
  readonly label: string
  readonly onClick: () => void
  readonly children: ReactNode
}

function Tool({ label, onClick, children }: ToolProps) {
  return (
    <button type="button" {...noStop} className={classes.tool} aria-label={label} title={label} onClick={onClick}>
      {children}
    </button>
  )
}

interface MoreButtonProps {
  readonly open: boolean
  readonly onClick: () => void
  readonly ref: Ref<HTMLButtonElement>
}

function MoreButton({ open, ...rest }: MoreButtonProps) {
  const { t } = useText()
  return (
    <button
      type="button"
      {...noStop}
      aria-label={t('message.more')}
      title={t('message.more')}
      aria-haspopup="menu"
      aria-expanded={open}
      {...rest}
      className={classes.tool}
    >
      <IconDots size={18} aria-hidden="true" />
    </button>
  )
}

/**
 * What was open is gone, and the focus with it: it goes back to where it came from, unless it went somewhere else. A button is made anew as what
 * hangs on it comes and goes, and is known by that; by a key, it is opened from elsewhere.
 */
function useFocusBack(part: MessagePart | undefined, more: Button, picker: Button): void {
  const before = useRef(part)
  useEffect(() => {
    const was = before.current
    before.current = part
    if (was === undefined || part !== undefined || document.activeElement !== document.body) return
    giveFocusBack()
    if (document.activeElement !== document.body) return
    if (was === 'react') picker.current?.focus()
    else more.current?.focus()
  }, [part, more, picker])
}
