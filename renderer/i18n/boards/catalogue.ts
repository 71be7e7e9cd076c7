import type { boards, boardsRefused } from './en.ts'

/** What every language has to say about boards; further plural forms are added where a language has them. */
export type BoardsCatalogue = Translation<typeof boards>
export type BoardsRefused = Record<keyof typeof boardsRefused, string>
type Translation<T> = { [Key in keyof T]: T[Key] extends string ? string : Translation<T[Key]> }
