import { useTranslation } from 'react-i18next'
import { en } from './en.ts'
import { formatOf } from './format.ts'

/** The sentences and formats of the language on screen. */
export function useText() {
  const { t, i18n } = useTranslation()
  const format = formatOf(i18n.language)
  /** "99+" where a larger number would not fit. */
  const short = (count: number): string => (count > 99 ? `${format.number(99)}+` : format.number(count))
  /** The sentence for a refusal: by its code where we have one, else as core wrote it. */
  const refusal = ({ code, details, text }: Refused): string => {
    if (!isKnown(code)) return text
    const shown = Object.fromEntries(
      Object.entries(details).map(([name, value]) => {
        // A port is a name made of digits and no quantity.
        const counts = typeof value === 'number' && name !== 'port'
        return [name, counts ? format.number(value) : String(value)]
      }),
    )
    return t(`refused.${code}`, { replace: shown })
  }
  return { t, format, short, refusal, language: i18n.language }
}

interface Refused {
  readonly code: string
  readonly details: Readonly<Record<string, string | number>>
  readonly text: string
}

function isKnown(code: string): code is keyof typeof en.refused {
  return Object.hasOwn(en.refused, code)
}
