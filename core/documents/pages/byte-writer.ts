/** Bytes as Automerge's format writes them: LEB128 numbers, texts with their length before them. Grows as needed. */
export class ByteWriter {
  #bytes = new Uint8Array(1024)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** What was written; shares memory with the writer. */
  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  clear(): void {
    this.#length = 0
  }

  byte(value: number): void {
    this.#grow(1)
    this.#bytes[this.#length++] = value
  }

  raw(bytes: Uint8Array): void {
    this.#grow(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }

  /** Unsigned LEB128 of a safe integer. */
  unsigned(value: number): void {
    this.#grow(8)
    let left = value
    for (; left >= 128; left = Math.floor(left / 128)) this.#bytes[this.#length++] = (left % 128) | 128
    this.#bytes[this.#length++] = left
  }

  /** Signed LEB128 of a safe integer. */
  signed(value: number): void {
    this.#grow(8)
    for (let left = value; ;) {
      const next = Math.floor(left / 128)
      const low = left - next * 128
      const last = (next === 0 && low < 64) || (next === -1 && low >= 64)
      this.#bytes[this.#length++] = last ? low : low | 128
      if (last) return
      left = next
    }
  }

  /** A well-formed text in UTF-8 without its length. Answers how many bytes it took. */
  text(text: string): number {
    this.#grow(3 * text.length)
    const { written } = UTF8.encodeInto(text, this.#bytes.subarray(this.#length))
    this.#length += written
    return written
  }

  #grow(more: number): void {
    if (this.#length + more <= this.#bytes.length) return
    const bytes = new Uint8Array(2 * (this.#length + more))
    bytes.set(this.written)
    this.#bytes = bytes
  }
}

const UTF8 = new TextEncoder()
