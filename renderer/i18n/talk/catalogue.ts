import type { talk, talkKeys, talkRefused } from './en.ts'

/** What every language has to say about rooms; further plural forms are added where a language has them. */
export type TalkCatalogue = Translation<typeof talk>
export type TalkKeys = Record<keyof typeof talkKeys, string>
export type TalkRefused = Record<keyof typeof talkRefused, string>
type Translation<T> = { [Key in keyof T]: T[Key] extends string ? string : Translation<T[Key]> }
