/** A text file that is never longer than its limit: when it is full it becomes `<name>.1`, and what stood there is gone. */
import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Stoppable } from '../shared/index.ts'

/** Opened by the first line. A file that cannot be written is given up: whoever logs must not fail for it. */
export class RotatingFile implements Stoppable {
  readonly #path: string
  readonly #limit: number
  #file: number | undefined
  #size = 0
  #broken = false

  constructor(path: string, limitBytes: number) {
    this.#path = path
    this.#limit = limitBytes
  }

  write(line: string): void {
    if (this.#broken) return
    try {
      this.#file ??= this.#open()
      if (this.#size + line.length > this.#limit) this.#file = this.#rotate(this.#file)
      this.#size += writeSync(this.#file, line)
    } catch {
      this.#broken = true
      this.#close()
    }
  }

  async stop(): Promise<void> {
    this.#broken = true
    this.#close()
  }

  #open(): number {
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 })
    const file = openSync(this.#path, 'a', 0o600)
    this.#size = fstatSync(file).size
    return file
  }

  #rotate(full: number): number {
    closeSync(full)
    this.#file = undefined
    renameSync(this.#path, `${this.#path}.1`)
    return this.#open()
  }

  #close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }
}
