/** Characters HTML writes by name, as far as people and their programs use them. */
const NAMED: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', hellip: '…', mdash: '—', ndash: '–' },
  ...{ lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', bull: '•', middot: '·', copy: '©', euro: '€', laquo: '«' },
  ...{ raquo: '»', auml: 'ä', ouml: 'ö', uuml: 'ü', Auml: 'Ä', Ouml: 'Ö', Uuml: 'Ü', szlig: 'ß', eacute: 'é' },
}

/** One pass: what was written twice is read once. */
export function unescaped(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]{2,8}));/g, (whole, ten, sixteen, name) => {
    if (name !== undefined) return Object.hasOwn(NAMED, String(name)) ? (NAMED[String(name)] ?? whole) : whole
    const point = ten === undefined ? Number.parseInt(String(sixteen), 16) : Number(ten)
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point).toWellFormed() : ''
  })
}
