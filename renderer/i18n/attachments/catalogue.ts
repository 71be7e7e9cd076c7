import type { attachments, attachmentsRefused } from './en.ts'

/** What every language has to say about files of messages; further plural forms are added where a language has them. */
export type AttachmentsCatalogue = Translation<typeof attachments>
export type AttachmentsRefused = Record<keyof typeof attachmentsRefused, string>
type Translation<T> = { [Key in keyof T]: T[Key] extends string ? string : Translation<T[Key]> }
