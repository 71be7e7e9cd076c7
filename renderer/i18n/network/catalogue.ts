import type { network, networkRefused } from './en.ts'

/** What every language has to say about connections; further plural forms are added where a language has them. */
export type NetworkCatalogue = Translation<typeof network>
export type NetworkRefused = Record<keyof typeof networkRefused, string>
type Translation<T> = { [Key in keyof T]: T[Key] extends string ? string : Translation<T[Key]> }
