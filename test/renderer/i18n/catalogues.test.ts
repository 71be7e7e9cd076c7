import { describe, expect, test } from 'vitest'
import { ar } from '../../../renderer/i18n/ar.ts'
import { de } from '../../../renderer/i18n/de.ts'
import { en } from '../../../renderer/i18n/en.ts'
import { languages } from '../../../renderer/i18n/languages.ts'

type Node = { readonly [key: string]: string | Node }

function flat(node: Node, before = ''): Map<string, string> {
  return new Map(
    Object.entries(node).flatMap(([key, value]) =>
      typeof value === 'string' ? [[before + key, value] as const] : [...flat(value, `${before}${key}.`)],
    ),
  )
}

const PLURAL = /_(?:zero|one|two|few|many|other)$/
const counted = (keys: Iterable<string>): string[] =>
  [...new Set([...keys].filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, '')))].sort()
const plain = (keys: Iterable<string>): string[] => [...keys].filter((key) => !PLURAL.test(key)).sort()
const places = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}|<\/?\w+>/g)].map(([place]) => place).sort()

const english = flat(en)

describe.each([
  ['en', flat(en)],
  ['de', flat(de)],
  ['ar', flat(ar)],
] as const)('the catalogue of %s', (language, catalogue) => {
  test('is one of the languages offered', () => {
    expect(languages.map(({ code }) => code)).toContain(language)
  })

  test('has every sentence that English has, and no other', () => {
    expect(plain(catalogue.keys())).toEqual(plain(english.keys()))
    expect(counted(catalogue.keys())).toEqual(counted(english.keys()))
  })

  test('has each counted sentence in every plural form of the language', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    const missing = counted(english.keys()).flatMap((key) =>
      forms.map((form) => `${key}_${form}`).filter((whole) => !catalogue.has(whole)),
    )
    expect(missing).toEqual([])
  })

  test('fills the same places as English', () => {
    const differing = plain(english.keys()).filter(
      (key) => String(places(english.get(key) ?? '')) !== String(places(catalogue.get(key) ?? '')),
    )
    expect(differing).toEqual([])
  })

  test('fills no place that English does not know, in a counted sentence', () => {
    const strange = [...catalogue].filter(([key, text]) => {
      const known = new Set(places(english.get(key.replace(PLURAL, '_other')) ?? ''))
      return PLURAL.test(key) && places(text).some((place) => !known.has(place))
    })
    expect(strange).toEqual([])
  })

  test('leaves no sentence empty or, outside English, untranslated by oversight', () => {
    expect([...catalogue].filter(([, text]) => text.trim() === '')).toEqual([])
    if (language === 'en') return
    // What stands for a name or a time is no word of any language.
    const words = (key: string): string => (english.get(key) ?? '').replaceAll(/\{\{\w+\}\}/g, '')
    const same = plain(english.keys()).filter(
      (key) => words(key).length > 20 && english.get(key) === catalogue.get(key),
    )
    expect(same).toEqual([])
  })
})

test('suggested rules fit into what core takes', async () => {
  const { LIMITS } = await import('../../../core/shared/index.ts')
  for (const catalogue of [en, de, ar]) {
    for (const { rules } of Object.values(catalogue.template))
      expect([...rules].length).toBeLessThanOrEqual(LIMITS.rulesChars)
  }
})
