/** A word or two such as a skill: what counts as the same, whoever wrote it. */
import { cleanOptionalLine } from './text.ts'

/** Equal for spellings that differ in case, in forms of one letter, or in what is not seen. */
export function tagKey(tag: string): string {
  return cleanOptionalLine(tag.normalize('NFKC').toLowerCase(), Number.POSITIVE_INFINITY)
}

/** Each once, as first written; what shows nothing is none. */
export function distinctTags(tags: readonly string[]): string[] {
  const known = new Map<string, string>()
  for (const tag of tags) {
    const key = tagKey(tag)
    if (key !== '' && !known.has(key)) known.set(key, tag)
  }
  return [...known.values()]
}

/** Those of the first that are among the second. */
export function sharedTags(first: readonly string[], second: readonly string[]): string[] {
  const keys = new Set(second.map(tagKey))
  return first.filter((tag) => keys.has(tagKey(tag)))
}
