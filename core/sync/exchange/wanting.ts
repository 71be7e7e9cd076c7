import { type DocumentId, LIMITS } from '../../shared/index.ts'
import { sessionErrors } from '../errors.ts'
import type { SessionFrame } from '../wire/session-frames.ts'
import { raise, type Vector } from './heads.ts'

/** Puts a long question of the peer's together, which takes several frames in a row. */
export class Wanting {
  #begun: { readonly document: DocumentId; readonly vector: Vector } | undefined

  /** Whether the rest of one must come next. */
  get hasBegun(): boolean {
    return this.#begun !== undefined
  }

  /** Answers the whole vector once it has come. @throws session/out-of-turn, session/too-much */
  add({ document, vector, more }: Extract<SessionFrame, { type: 'want' }>): Vector | undefined {
    const begun = this.#begun ?? { document, vector: new Map() }
    if (begun.document !== document) throw sessionErrors('out-of-turn')
    raise(begun.vector, vector)
    // There is always room for the feeds of some; and a feed that forks has three names.
    if (begun.vector.size > LIMITS.vectorHeads) throw sessionErrors('too-much')
    this.#begun = more ? begun : undefined
    return more ? undefined : begun.vector
  }
}
