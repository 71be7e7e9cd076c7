/** What is offered while somebody types a name after an @ or a colon, and the keys that choose from it. */
import { useMemo, useState, type KeyboardEvent } from 'react'
import type { Mention } from '../../../core/shared/index.ts'
import { useEmojiFinder, type FoundEmoji } from '../../emoji/index.ts'
import { useText } from '../../i18n/index.ts'
import { choicesOf, meant, mostChoices, type Mentionable, type MentionChoice } from './mentionable.ts'
import { questionAt, type Question } from './question.ts'
import type { Writing } from './useDraft.ts'

export type Suggestion =
  | { readonly kind: 'mention'; readonly choice: MentionChoice }
  | { readonly kind: 'emoji'; readonly found: FoundEmoji }

export interface Suggestions {
  /** Empty when nothing is offered. */
  readonly list: readonly Suggestion[]
  readonly active: number
  point(index: number): void
  take(suggestion: Suggestion): void
  /** True when the key was one of choosing. */
  onKeyDown(event: KeyboardEvent): boolean
}

export function useSuggestions(writing: Writing, mentionable: Mentionable | undefined): Suggestions {
  const { t } = useText()
  const { draft, caret, replace } = writing
  const question = questionAt(draft.text, caret)
  const finder = useEmojiFinder(question?.kind === 'emoji')
  const choices = useMemo(() => {
    const words = { owner: t('mention.owner'), moderator: t('mention.moderator'), everyone: t('mention.everyone') }
    return mentionable ? choicesOf(mentionable, words) : []
  }, [mentionable, t])
  const name = question && `${question.kind} ${question.at}`
  /** The question whose suggestions the person has sent away. */
  const [closed, setClosed] = useState<string>()
  // Another one, even at the same place later, is asked anew.
  if (closed !== undefined && closed !== name) setClosed(undefined)
  const [pointed, setPointed] = useState({ for: '', index: 0 })
  const asked = question && `${name} ${question.typed}`
  const list = question && name !== closed && !isTaken(question, writing) ? suggested(question) : []
  const active = pointed.for === asked ? Math.min(pointed.index, list.length - 1) : 0

  function suggested({ kind, typed }: Question): readonly Suggestion[] {
    return kind === 'mention'
      ? meant(choices, typed).map((choice) => ({ kind, choice }))
      : finder.find(typed, mostChoices).map((found) => ({ kind, found }))
  }
  const point = (index: number): void => setPointed({ for: asked ?? '', index })
  const take = (suggestion: Suggestion): void => {
    if (!question || caret === undefined) return
    const [words, of] = wordsOf(suggestion)
    if (suggestion.kind === 'emoji') finder.used(words)
    replace(question.at, caret, words, of, true)
  }
  const onKeyDown = (event: KeyboardEvent): boolean => {
    // While an input method is composing, these keys choose its words.
    if (list.length === 0 || event.nativeEvent.isComposing || event.altKey || event.ctrlKey || event.metaKey)
      return false
    const chosen = list[active]
    if (event.key === 'ArrowDown') point((active + 1) % list.length)
    else if (event.key === 'ArrowUp') point((active + list.length - 1) % list.length)
    else if (event.key === 'Escape') setClosed(name)
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && chosen) take(chosen)
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }
  return { list, active, point, take, onKeyDown }
}

/** A name that was chosen already is no question any more, though it still stands after its @. */
function isTaken({ at }: Question, { draft }: Writing): boolean {
  return draft.spans.some((span) => span.at === at)
}

function wordsOf(suggestion: Suggestion): readonly [words: string, of?: Mention] {
  if (suggestion.kind === 'emoji') return [suggestion.found.emoji]
  return [`@${suggestion.choice.name}`, suggestion.choice.of]
}
