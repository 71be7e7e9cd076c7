import type { inbox } from './en.ts'

/** What every language has to say about the inbox; further plural forms are added where a language has them. */
export type InboxCatalogue = { [Key in keyof typeof inbox]: Record<keyof (typeof inbox)[Key], string> }
