/** Names of languages, places and days as the language on screen has them. What this system does not know is shown as it is written. */

const names = new Map<string, Intl.DisplayNames>()

export function languageName(code: string, language: string): string {
  const known = names.get(language) ?? new Intl.DisplayNames([language], { type: 'language' })
  names.set(language, known)
  try {
    return known.of(code) ?? code
  } catch (error) {
    if (error instanceof RangeError) return code
    throw error
  }
}

/** The time on the clocks of a zone, with the day where it is another one; nothing for a zone this system does not know. */
export function timeIn(zone: string, now: number, language: string): string | undefined {
  try {
    const day = (timeZone?: string): string =>
      new Intl.DateTimeFormat(language, { weekday: 'short', ...(timeZone !== undefined && { timeZone }) }).format(now)
    const other = day(zone) === day() ? {} : ({ weekday: 'short' } as const)
    return new Intl.DateTimeFormat(language, {
      timeZone: zone,
      ...other,
      hour: 'numeric',
      minute: '2-digit',
    }).format(now)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** `Buenos Aires` of `America/Argentina/Buenos_Aires`. */
export function placeIn(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')
}

/** A day without a year: `MM-DD`. */
export function dayOf(birthday: string, language: string): string {
  const [month = 1, day = 1] = birthday.split('-').map(Number)
  // Any leap year has them all.
  return new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long' }).format(new Date(2024, month - 1, day))
}

export function monthNames(language: string): string[] {
  const { format } = new Intl.DateTimeFormat(language, { month: 'long' })
  return Array.from({ length: 12 }, (_, month) => format(new Date(2024, month, 1)))
}

/** A year as it is spoken of: no signs between its thousands. */
export function yearOf(year: number, language: string): string {
  return new Intl.NumberFormat(language, { useGrouping: false }).format(year)
}

/** The languages of ISO 639-1. */
export const languageCodes = (
  'aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cv cy da de dv dz ee el en eo es et ' +
  'eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj ' +
  'kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn nr nv ' +
  'ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ' +
  'ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu'
).split(' ')
