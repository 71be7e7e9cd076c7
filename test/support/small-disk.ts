/** A disk of a few megabytes that a test can fill, and make larger. Root on Linux alone. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Why there can be none here, or nothing when there can. */
export function whyNoDisk(): string | undefined {
  if (process.platform !== 'linux') return 'memory disks are there on Linux alone'
  if (process.getuid?.() !== 0) return 'memory disks need root'
  try {
    using _ = new SmallDisk(64)
    return undefined
  } catch {
    return 'this system does not let us mount memory disks'
  }
}

export class SmallDisk implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'folkmoot-test-'))
  readonly #atExit = (): void => this[Symbol.dispose]()
  #mounted = false

  constructor(kib: number) {
    process.once('exit', this.#atExit)
    try {
      mount('-t', 'tmpfs', '-o', `size=${kib}k,mode=700`, 'folkmoot-test', this.path)
      this.#mounted = true
    } catch (error) {
      this[Symbol.dispose]()
      throw error
    }
  }

  /** Makes room, or takes it away. */
  resize(kib: number): void {
    mount('-o', `remount,size=${kib}k`, this.path)
  }

  [Symbol.dispose](): void {
    process.off('exit', this.#atExit)
    if (this.#mounted) spawnSync('umount', ['-l', this.path])
    this.#mounted = false
    rmdirSync(this.path)
  }
}

function mount(...args: readonly string[]): void {
  execFileSync('mount', args, { stdio: 'ignore' })
}
