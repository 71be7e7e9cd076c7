/** What is being written in one place, with its mentions; kept as that place's draft, in the form in which it would be sent. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react'
import type { Mention } from '../../../core/shared/index.ts'
import { draftOf, keepDraft } from '../../session/index.ts'
import { edited, emptyDraft, joined, replaced, type Draft } from './draft.ts'
import { draftFrom, sourceOf } from './source.ts'

export interface Writing {
  readonly draft: Draft
  /** The text as it will be sent. */
  readonly source: string
  /** Where the person types; nothing while a piece is selected or the box has not the focus. */
  readonly caret: number | undefined
  /** Takes over what stands in the box now. */
  typed(area: HTMLTextAreaElement): void
  /** Takes over where the caret stands now. */
  stood(area: HTMLTextAreaElement): void
  left(): void
  /**
   * Puts words in place of a piece, and the caret behind them; as a mention when `of` says whom they mean. With `spaced`, a space
   * stands behind them.
   */
  replace(from: number, to: number, words: string, of?: Mention, spaced?: boolean): void
  /** Puts a text that was sent or kept before what is written. */
  putBack(source: string): void
  clear(): void
}

export function useDraft(room: string, initial: string, area: RefObject<HTMLTextAreaElement | null>): Writing {
  const [draft, setDraft] = useState(() => draftFrom(draftOf(room) || initial))
  const [caret, setCaret] = useState<number>()
  const wanted = useRef<number>(undefined)
  const source = useMemo(() => sourceOf(draft), [draft])
  useEffect(() => keepDraft(room, source), [room, source])
  // The box has the new text only now.
  useLayoutEffect(() => {
    if (wanted.current === undefined) return
    area.current?.focus()
    area.current?.setSelectionRange(wanted.current, wanted.current)
    wanted.current = undefined
  })

  const stood = ({ selectionStart, selectionEnd }: HTMLTextAreaElement): void =>
    setCaret(selectionStart === selectionEnd ? selectionEnd : undefined)
  return {
    draft,
    source,
    caret,
    stood,
    left: () => setCaret(undefined),
    typed(box) {
      const { value, selectionEnd } = box
      setDraft((now) => edited(now, value, selectionEnd))
      stood(box)
    },
    replace(from, to, words, of, spaced = false) {
      const next = replaced(draft, from, to, words, of)
      const end = from + words.length
      const hasSpace = /\s/.test(next.text[end] ?? '')
      wanted.current = end + (spaced ? 1 : 0)
      setCaret(wanted.current)
      setDraft(spaced && !hasSpace ? replaced(next, end, end, ' ') : next)
    },
    putBack: (more) => setDraft((now) => joined(draftFrom(more), now)),
    clear() {
      setDraft(emptyDraft)
      setCaret(0)
    },
  }
}
