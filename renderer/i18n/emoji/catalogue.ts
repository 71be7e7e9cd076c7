import type { emoji } from './en.ts'

/** What every language has to say about mentions and emoji; further plural forms are added where a language has them. */
export type EmojiCatalogue = Translation<typeof emoji>
type Translation<T> = { [Key in keyof T]: T[Key] extends string ? string : Translation<T[Key]> }
