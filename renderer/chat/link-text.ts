/** A link as it is written in a text. Pure. */
const marks = /[\\`*_[\]<>&~|!]/g

export function linkTo(words: string, href: string): string {
  return `[${words.replaceAll(marks, String.raw`\$&`)}](${href})`
}
