/** What is being written of a new topic, as one text that core keeps for the board. Pure. */
import type { Head } from './TopicFields.tsx'

export interface TopicDraft extends Head {
  readonly text: string
}

export const noDraft: TopicDraft = { title: '', tags: [], category: '', text: '' }

/** Empty where nothing was written. */
export function draftText({ title, tags, category, text }: TopicDraft): string {
  if (title === '' && tags.length === 0 && text === '') return ''
  return JSON.stringify({ title, tags, category, text })
}

/** A text that is no such draft, as one of another version, is what the topic says. */
export function readDraft(kept: string): TopicDraft {
  if (kept === '') return noDraft
  const value = parsed(kept)
  if (typeof value !== 'object' || value === null) return { ...noDraft, text: kept }
  const fields = new Map<string, unknown>(Object.entries(value))
  const line = (name: string): string => {
    const field = fields.get(name)
    return typeof field === 'string' ? field : ''
  }
  const tags = fields.get('tags')
  return {
    title: line('title'),
    tags: Array.isArray(tags) ? tags.filter((tag): tag is string => typeof tag === 'string') : [],
    category: line('category'),
    text: line('text'),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
