/** A link in a text: out of Folkmoot, or to a message of this community. */
import type { ReactNode } from 'react'
import { messageLinkOf } from '../../../core/shared/index.ts'
import { useMentionScene } from './context.tsx'
import classes from './mentions.module.css'

export function TextLink({ href, children }: { href: string; children: ReactNode }) {
  const { onMessage } = useMentionScene()
  const message = messageLinkOf(href)
  if (!message)
    return (
      <a href={href} title={href} target="_blank" rel="noopener noreferrer">
        {children}
      </a>
    )
  // Where nobody can go there, it is no link.
  if (!onMessage) return children
  return (
    <button type="button" className={classes.message} onClick={() => onMessage(message)}>
      {children}
    </button>
  )
}
