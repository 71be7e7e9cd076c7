/** A text as its writer meant it: elements made one by one from the allowed tree, never from HTML. */
import { memo, type ReactNode } from 'react'
import type { Block, Inline } from '../../core/shared/index.ts'
import { EmojiText } from '../emoji/index.ts'
import { useText } from '../i18n/index.ts'
import { scrollableAs } from '../ui/index.ts'
import classes from './body.module.css'
import { MentionChip } from './mentions/MentionChip.tsx'
import { TextLink } from './mentions/TextLink.tsx'
import { parsed } from './parsed.ts'

export const MessageBody = memo(function MessageBody({ text }: { text: string }) {
  return (
    <div className={classes.body} dir="auto">
      {blocks(parsed(text))}
    </div>
  )
})

function blocks(list: readonly Block[]): ReactNode {
  return list.map((block, index) => <BlockView key={index} block={block} />)
}

function BlockView({ block }: { block: Block }) {
  switch (block.type) {
    case 'paragraph':
      return <p dir="auto">{inlines(block.children)}</p>
    // No real headings: a message must not reach into the outline of the page.
    case 'heading':
      return (
        <p dir="auto" className={classes.heading} data-level={block.level}>
          {inlines(block.children)}
        </p>
      )
    case 'quote':
      return <blockquote>{blocks(block.children)}</blockquote>
    case 'list': {
      const items = block.items.map((item, index) => <li key={index}>{blocks(item)}</li>)
      return block.start === undefined ? <ul>{items}</ul> : <ol start={block.start}>{items}</ol>
    }
    case 'code':
      return <Code text={block.text} />
    case 'table':
      return <Table rows={block.rows} />
    case 'rule':
      return <hr />
  }
}

function Code({ text }: { text: string }) {
  const { t } = useText()
  return (
    <pre dir="ltr" {...scrollableAs(t('content.code'))}>
      <code>{text}</code>
    </pre>
  )
}

function Table({ rows: [head = [], ...rows] }: { rows: readonly (readonly (readonly Inline[])[])[] }) {
  const { t } = useText()
  return (
    <div className={classes.table} {...scrollableAs(t('content.table'))}>
      <table>
        <thead>
          <tr>
            {head.map((cell, index) => (
              <th key={index} scope="col">
                {inlines(cell)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column}>{inlines(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function inlines(line: readonly Inline[]): ReactNode {
  return line.map((part, index) => <InlineView key={index} part={part} />)
}

function InlineView({ part }: { part: Inline }) {
  switch (part.type) {
    case 'text':
      return <EmojiText text={part.text} />
    case 'code':
      return <code>{part.text}</code>
    case 'break':
      return <br />
    case 'strong':
      return <strong>{inlines(part.children)}</strong>
    case 'em':
      return <em>{inlines(part.children)}</em>
    case 'strike':
      return <s>{inlines(part.children)}</s>
    case 'link':
      return <TextLink href={part.href}>{inlines(part.children)}</TextLink>
    case 'mention':
      return <MentionChip of={part.of} text={part.text} />
  }
}
