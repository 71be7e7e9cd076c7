/** Names of folders that can be read, and no two alike. */
import { slugOf } from '../bag/paths.ts'

const MOST = 32
/** What Windows keeps for itself, whatever comes after the full stop. */
const KEPT = /^(?:con|prn|aux|nul|com\d|lpt\d)$/

/** Gives each name one that no other was given. */
export class Slugs {
  readonly #given = new Set<string>()

  /** @param otherwise when nothing of the name can be written: of letters and digits */
  of(name: string, otherwise: string): string {
    const plain = slugOf(name, otherwise, MOST)
    const wanted = KEPT.test(plain) ? `${plain}-1` : plain
    let slug = wanted
    for (let n = 2; this.#given.has(slug); n++) slug = `${wanted}-${n}`
    this.#given.add(slug)
    return slug
  }
}
