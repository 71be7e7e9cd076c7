/** Names as shown: everybody has one, and two that look alike are told apart. */
import type { MemberId } from './ids.ts'

/** The first characters of a member's id: short enough to say aloud. */
export function nameTag(member: MemberId): string {
  return member.slice(0, 6)
}

/** What a member calls themselves, or their tag until that is known. */
export function shownName(member: MemberId, name: string | undefined): string {
  return name ?? nameTag(member)
}

/** Those names that somebody else's could be taken for. */
export function alikeNames(names: readonly string[]): ReadonlySet<string> {
  const groups = Map.groupBy(names, skeleton)
  return new Set([...groups.values()].filter((group) => group.length > 1).flat())
}

/** Letters of other scripts, digits and signs that are commonly taken for Latin letters (after Unicode TR39's confusables). */
const LOOKS_LIKE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '0': 'o',
    '1': 'l',
    '|': 'l',
    і: 'l',
    i: 'l',
    ı: 'l',
    '5': 's',
    а: 'a',
    α: 'a',
    е: 'e',
    о: 'o',
    ο: 'o',
    σ: 'o',
    р: 'p',
    ρ: 'p',
    с: 'c',
    у: 'y',
    γ: 'y',
    х: 'x',
    χ: 'x',
    ѕ: 's',
    ј: 'j',
    һ: 'h',
    ԁ: 'd',
    ԛ: 'q',
    ԝ: 'w',
    в: 'b',
    β: 'b',
    к: 'k',
    κ: 'k',
    м: 'm',
    н: 'h',
    т: 't',
    τ: 't',
    ν: 'v',
    υ: 'u',
    п: 'n',
    η: 'n',
    ι: 'l',
  }),
)

/** What is left of a name when case, accents, spaces and look-alike letters do not count. */
function skeleton(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\p{Cf}\s._-]/gu, '')
  return [...plain]
    .map((char) => LOOKS_LIKE.get(char) ?? char)
    .join('')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
}
