/** How hard a passphrase is to guess, roughly: a hint for who types it, and no promise. */
export type Strength = 'short' | 'fair' | 'good'

/** More than core asks for: a file can be guessed at for years. */
export const LEAST = 12

/** By length and by how many different characters there are: words of one's own count far more than signs. */
export function strengthOf(passphrase: string): Strength {
  const chars = [...passphrase]
  const different = new Set(chars.map((char) => char.toLowerCase())).size
  if (chars.length < LEAST || different < 6) return 'short'
  return chars.length >= 20 && different >= 10 ? 'good' : 'fair'
}
