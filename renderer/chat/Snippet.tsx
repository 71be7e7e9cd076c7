/** A message in a list of a pane: who, when, and how it begins. The whole of it leads there. */
import { useEffect, useRef, type ReactNode } from 'react'
import { FilesLine } from '../attachments/index.ts'
import { PersonTile } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import type { MessageRow } from '../session/index.ts'
import { beginningOf } from './beginning.ts'
import classes from './snippet.module.css'
import { useWhen } from './ThreadChip.tsx'

interface SnippetProps {
  /** Nothing while it is not on this device. */
  readonly row: MessageRow | undefined
  readonly title: string
  readonly onOpen: () => void
  /** It takes the focus when it is there. */
  readonly focused?: boolean
  /** Stands under its words. */
  readonly children?: ReactNode
  /** Stands beside it. */
  readonly action?: ReactNode
}

export function Snippet({ row, title, onOpen, focused = false, children, action }: SnippetProps) {
  const { t } = useText()
  const when = useWhen()
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (focused) button.current?.focus()
  }, [focused])
  return (
    <li className={classes.item}>
      <button ref={button} type="button" className={classes.snippet} title={title} onClick={onOpen}>
        {row && (
          <span className={classes.head}>
            <PersonTile id={row.author} name={row.authorName} />
            <bdi className={classes.who}>{row.authorName}</bdi>
            <span className={classes.when}>{when(row.at)}</span>
          </span>
        )}
        <span className={classes.words} dir={row && !row.withdrawn ? 'auto' : undefined}>
          {!row ? t('talk.messageMissing') : row.withdrawn ? t('talk.replyWithdrawn') : beginningOf(row.text)}
        </span>
        {row && <FilesLine files={row.files} />}
        {children}
      </button>
      {action}
    </li>
  )
}
