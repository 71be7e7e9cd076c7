import type { home } from './en.ts'

/** What every language has to say about what is new; further plural forms are added where a language has them. */
export type HomeCatalogue = { [Key in keyof typeof home]: Record<keyof (typeof home)[Key], string> }
