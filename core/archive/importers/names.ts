/** What people of another system are called, by how it knows them. */
import { LIMITS } from '../../shared/index.ts'

export class Names {
  readonly #names = new Map<string, string>()

  get all(): ReadonlyMap<string, string> {
    return this.#names
  }

  /** Answers whether they are new; of too many, further ones are not remembered. */
  add(id: string, name: string): boolean {
    if (this.#names.has(id) || this.#names.size >= LIMITS.importUsers) return false
    this.#names.set(id, name)
    return true
  }

  known(id: string): string | undefined {
    return this.#names.get(id)
  }

  of(id: string): string {
    return this.#names.get(id) ?? id
  }
}
