import type { apart, apartRefused } from './en.ts'

/** What every language has to say about one's own things; further plural forms are added where a language has them. */
export type ApartCatalogue = Translation<typeof apart>
export type ApartRefused = Record<keyof typeof apartRefused, string>
type Translation<T> = { [Key in keyof T]: T[Key] extends string ? string : Translation<T[Key]> }
