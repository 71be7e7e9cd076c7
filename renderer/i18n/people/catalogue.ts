import type { folk, folkRefused } from './en.ts'

/** What every language has to say about what members tell of themselves; further plural forms are added where a language has them. */
export type FolkCatalogue = Translation<typeof folk>
export type FolkRefused = Record<keyof typeof folkRefused, string>
type Translation<T> = { [Key in keyof T]: T[Key] extends string ? string : Translation<T[Key]> }
