/** The languages the interface speaks, and which one a person gets. */
export interface Language {
  readonly code: LanguageCode
  /** As its own speakers write it. */
  readonly name: string
  readonly direction: 'ltr' | 'rtl'
}
export type LanguageCode = 'en' | 'de' | 'ar'

export const languages: readonly Language[] = [
  { code: 'en', name: 'English', direction: 'ltr' },
  { code: 'de', name: 'Deutsch', direction: 'ltr' },
  { code: 'ar', name: 'العربية', direction: 'rtl' },
]

const [english] = languages

/** The language of the setting; else the first of the system's that we have; else English. */
export function chooseLanguage(setting: string | undefined, system: readonly string[]): Language {
  for (const wanted of [setting ?? '', ...system]) {
    const [base] = wanted.toLowerCase().split('-')
    const found = languages.find(({ code }) => code === base)
    if (found) return found
  }
  if (!english) throw new TypeError('there is no English')
  return english
}
