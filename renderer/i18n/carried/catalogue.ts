import type { carried, carriedRefused } from './en.ts'

/** What every language has to say about what keepers carry; further plural forms are added where a language has them. */
export type CarriedCatalogue = Translation<typeof carried>
export type CarriedRefused = Record<keyof typeof carriedRefused, string>
type Translation<T> = { [Key in keyof T]: T[Key] extends string ? string : Translation<T[Key]> }
