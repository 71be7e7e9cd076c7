/** Emoji drawn as such, also those whose first sign is one of text, such as a sun or a heart. */
import type { ReactNode } from 'react'
import classes from './picker.module.css'

/** What asks for its picture by a mark of its own: the text font would draw its outline. */
const marked = /(\p{RGI_Emoji}+)/v

/** A text whose emoji are all pictures. */
export function EmojiText({ text }: { text: string }): ReactNode {
  if (!text.includes('\uFE0F')) return text
  return text.split(marked).map((piece, index) =>
    index % 2 === 1 ? (
      <span key={index} className={classes.sign}>
        {piece}
      </span>
    ) : (
      piece
    ),
  )
}
