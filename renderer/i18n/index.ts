/** Every text on screen, in the person's language; dates and numbers as it writes them. */
export { Trans } from 'react-i18next'
export { daysBetween, formatOf, type Format } from './format.ts'
export { chooseLanguage, languages, type Language } from './languages.ts'
export { speak, startTexts } from './setup.ts'
export { useText } from './text.ts'
