/** An archive a screen hands over: laid aside on the disk, then read from there until it is let go of. */
import { LIMITS } from '../../../shared/index.ts'
import {
  type Archive,
  archiveOf,
  type Bag,
  isSealedArchive,
  openBag,
  type OpenFile,
  openFile,
  type RandomAccess,
  unsealArchive,
} from '../../../archive/index.ts'
import { type Spool, storageErrors } from '../../../storage/index.ts'
import { archivesErrors } from '../../errors.ts'

/** What is in a file: with the signed record, if it has one. */
export interface Opened {
  readonly reader: RandomAccess
  readonly bag: Bag
  readonly archive: Archive | undefined
  /** Bytes of the file. */
  readonly bytes: number
}

export class IncomingArchive {
  readonly #spool: Spool
  #file: OpenFile | undefined
  #opened: Opened | undefined
  #over = false
  /** One thing after the other. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(spool: Spool) {
    this.#spool = spool
  }

  /** Takes the next piece; answers how many bytes are there. @throws archives/too-large, storage/… */
  append(piece: Uint8Array): Promise<number> {
    return this.turn(async () => {
      try {
        await this.#spool.append(piece)
      } catch (error) {
        if (!storageErrors.is(error, 'spool-full')) throw error
        throw archivesErrors('too-large', { cause: error, details: { most: LIMITS.archiveSpoolBytes } })
      }
      return this.#spool.size
    })
  }

  /** Looks what it is; answers `sealed` when a passphrase is needed. @throws archive/… */
  look(passphrase: string | undefined, signal: AbortSignal): Promise<Opened | 'sealed'> {
    return this.turn(async () => {
      if (this.#opened) return this.#opened
      this.#file ??= await openFile(this.#spool.path)
      const sealed = await isSealedArchive(this.#file, signal)
      if (sealed && passphrase === undefined) return 'sealed'
      const reader = sealed ? await unsealArchive(this.#file, passphrase ?? '', signal) : this.#file
      const bag = await openBag(reader, signal)
      const hasRecord = [...bag.files.keys()].some((path) => path.startsWith('record/'))
      this.#opened = {
        reader,
        bag,
        archive: hasRecord ? await archiveOf(bag, signal) : undefined,
        bytes: this.#spool.size,
      }
      return this.#opened
    })
  }

  /** What was opened. @throws archives/unknown when it was not */
  get opened(): Opened {
    if (!this.#opened) throw archivesErrors('unknown')
    return this.#opened
  }

  /** Does one thing with it, after those before. @throws archives/unknown when it was let go of, and what the work throws */
  turn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(() => {
      if (this.#over) throw archivesErrors('unknown')
      return work()
    })
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  /** Lets go of it once what is under way has ended. Never rejects. */
  async end(): Promise<void> {
    this.#over = true
    await this.#turn
    await this.#file?.close().catch(() => undefined)
    await this.#spool.remove()
  }
}
