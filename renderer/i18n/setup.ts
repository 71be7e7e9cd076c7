/** i18next over our catalogues: English is always there, the others come as files of their own when they are chosen. */
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en, type Catalogue } from './en.ts'
import type { LanguageCode } from './languages.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: Catalogue }
  }
}

const others: Readonly<Record<Exclude<LanguageCode, 'en'>, () => Promise<object>>> = {
  de: () => import('./de.ts').then(({ de }) => de),
  ar: () => import('./ar.ts').then(({ ar }) => ar),
}

export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
  })
}

/** Changes the language of everything on screen. */
export async function speak(code: LanguageCode): Promise<void> {
  if (code !== 'en' && !i18next.hasResourceBundle(code, 'translation')) {
    i18next.addResourceBundle(code, 'translation', await others[code]())
  }
  await i18next.changeLanguage(code)
}
