import type { archive, archiveRefused } from './en.ts'

/** What every language has to say about archives; further plural forms are added where a language has them. */
export type ArchiveCatalogue = Translation<typeof archive>
export type ArchiveRefused = Record<keyof typeof archiveRefused, string>
type Translation<T> = { [Key in keyof T]: T[Key] extends string ? string : Translation<T[Key]> }
