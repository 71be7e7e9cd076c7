/** Stands beside words somebody has chosen in a post, and quotes them. */
import { Button } from '@mantine/core'
import { IconQuote } from '@tabler/icons-react'
import { useEffect, useState, type RefObject } from 'react'
import { useText } from '../i18n/index.ts'
import classes from './boards.module.css'

interface Chosen {
  readonly id: string
  readonly text: string
  readonly left: number
  readonly top: number
}

interface QuoteButtonProps {
  /** Where posts stand. */
  readonly within: RefObject<HTMLElement | null>
  readonly onQuote: (id: string, text: string) => void
}

export function QuoteButton({ within, onQuote }: QuoteButtonProps) {
  const { t } = useText()
  const [chosen, setChosen] = useState<Chosen | undefined>()
  useEffect(() => {
    const look = (): void => setChosen(chosenIn(within.current))
    const forget = (): void => setChosen(undefined)
    document.addEventListener('selectionchange', look)
    // What is fixed to the window does not follow what is scrolled.
    document.addEventListener('scroll', forget, true)
    return () => {
      document.removeEventListener('selectionchange', look)
      document.removeEventListener('scroll', forget, true)
    }
  }, [within])
  if (!chosen) return null
  return (
    <Button
      className={classes.quote}
      style={{ left: chosen.left, top: chosen.top }}
      size="compact-sm"
      leftSection={<IconQuote size={15} aria-hidden="true" />}
      // Else the choice would be gone before it is quoted.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => {
        onQuote(chosen.id, chosen.text)
        document.getSelection()?.removeAllRanges()
      }}
    >
      {t('boards.quoteSelected')}
    </Button>
  )
}

/** The words chosen within one post. */
function chosenIn(box: HTMLElement | null): Chosen | undefined {
  const selection = document.getSelection()
  if (!box || !selection || selection.isCollapsed || selection.rangeCount === 0) return undefined
  const [from, to] = [selection.anchorNode, selection.focusNode].map((node) => rowOf(node))
  const text = selection.toString().trim()
  if (!from || from !== to || !box.contains(from) || text === '') return undefined
  const { left, top } = selection.getRangeAt(0).getBoundingClientRect()
  return { id: from.dataset['row'] ?? '', text, left: Math.max(8, left), top: Math.max(60, top - 34) }
}

function rowOf(node: Node | null): HTMLElement | null | undefined {
  const element = node instanceof Element ? node : node?.parentElement
  return element?.closest<HTMLElement>('[data-row]')
}
