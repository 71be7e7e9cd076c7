/**
 * JSON of any length read piece by piece: what an object holds comes one by one, and so do the elements of its lists. Only where values
 * begin and end is looked for here; each is then read by the language's own parser.
 */
import { LIMITS } from '../../../shared/index.ts'
import { importErrors } from '../errors.ts'

/** A value, and the key of the outermost object it stands under; empty when a list is outermost. */
export interface JsonItem {
  readonly key: string
  readonly value: unknown
  /** The value is an element of the list under that key. */
  readonly listed: boolean
}

const [QUOTE, BACKSLASH, OPEN_MAP, CLOSE_MAP, OPEN_LIST, CLOSE_LIST, COMMA, COLON] = [34, 92, 123, 125, 91, 93, 44, 58]

/** @throws import/broken, import/truncated, import/too-large */
export async function* jsonItems(texts: AsyncIterable<string>, where: string): AsyncGenerator<JsonItem> {
  const cutter = new Cutter(where)
  for await (const text of texts) yield* cutter.take(text)
  cutter.end()
}

class Cutter {
  readonly #where: string
  /** What is open, from the outermost: maps and lists. */
  #depth = 0
  #outermost: 'map' | 'list' | undefined
  #inString = false
  #escaped = false
  /** Depth at which values are cut: 1, or 2 inside a list that stands in the outermost map. */
  #cutAt = 1
  #key = ''
  /** Text since the last cut. */
  #open = ''
  #isOver = false
  /** What stands before a colon was cut as a key. */
  #hasKey = false

  constructor(where: string) {
    this.#where = where
  }

  *take(text: string): Generator<JsonItem> {
    let from = 0
    let [quote, backslash] = [-1, -1]
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false
        else if (code === BACKSLASH) this.#escaped = true
        else if (code === QUOTE) this.#inString = false
        else {
          // Nothing is to be looked at before the next of either.
          if (quote < at) quote = indexOrEnd(text, '"', at)
          if (backslash < at) backslash = indexOrEnd(text, '\\', at)
          at = Math.min(quote, backslash) - 1
        }
        continue
      }
      if (code === QUOTE) {
        this.#inString = true
        continue
      }
      if (code === OPEN_MAP || code === OPEN_LIST) {
        this.#depth += 1
        if (this.#depth === 1) {
          if (this.#isOver) throw this.#broken()
          this.#outermost = code === OPEN_MAP ? 'map' : 'list'
          this.#blank(text.slice(from, at))
          from = at + 1
        } else if (this.#depth === 2 && code === OPEN_LIST && this.#outermost === 'map') {
          this.#blank(text.slice(from, at))
          this.#cutAt = 2
          from = at + 1
        }
      } else if (code === CLOSE_MAP || code === CLOSE_LIST) {
        if (this.#depth === this.#cutAt) {
          yield* this.#cut(text.slice(from, at), true)
          from = at + 1
          if (this.#cutAt === 2) this.#cutAt = 1
        }
        this.#depth -= 1
        if (this.#depth < 0) throw this.#broken()
        if (this.#depth === 0) this.#isOver = true
      } else if (code === COMMA && this.#depth === this.#cutAt) {
        yield* this.#cut(text.slice(from, at), false)
        from = at + 1
      } else if (code === COLON && this.#depth === 1 && this.#outermost === 'map') {
        const key = this.#parse(this.#open + text.slice(from, at))
        if (typeof key !== 'string' || this.#hasKey) throw this.#broken()
        this.#key = key
        this.#hasKey = true
        this.#open = ''
        from = at + 1
      }
    }
    this.#open += text.slice(from)
    if (this.#open.length > LIMITS.importRecordBytes)
      throw importErrors('too-large', { details: { where: this.#where } })
  }

  end(): void {
    if (this.#isOver && this.#open.trim() === '') return
    throw importErrors(this.#isOver ? 'broken' : 'truncated', { details: { where: this.#where } })
  }

  *#cut(more: string, isEnd: boolean): Generator<JsonItem> {
    const text = this.#open + more
    this.#open = ''
    const listed = this.#cutAt === 2 || this.#outermost === 'list'
    const isKeyed = this.#cutAt === 1 && this.#outermost === 'map'
    if (text.trim() === '') {
      // After a list in the outermost map there is nothing before the comma; an empty list or map holds nothing.
      if (!isEnd && !isKeyed) throw this.#broken()
      if (isKeyed) this.#hasKey = false
      return
    }
    if (isKeyed && !this.#hasKey) throw this.#broken()
    yield { key: this.#outermost === 'map' ? this.#key : '', value: this.#parse(text), listed }
    if (isKeyed) this.#hasKey = false
  }

  #parse(text: string): unknown {
    try {
      return JSON.parse(text)
    } catch (error) {
      throw importErrors('broken', { cause: error, details: { where: this.#where } })
    }
  }

  #blank(text: string): void {
    const before = (this.#open + text).replace(/^\uFEFF/, '').trim()
    this.#open = ''
    if (before !== '') throw this.#broken()
  }

  #broken(): Error {
    return importErrors('broken', { details: { where: this.#where } })
  }
}

function indexOrEnd(text: string, sign: string, from: number): number {
  const at = text.indexOf(sign, from)
  return at < 0 ? text.length : at
}

/** Fields of a value of which nothing is known. */
export class Fields {
  readonly #of: Readonly<Record<string, unknown>>

  constructor(value: unknown) {
    this.#of = isRecord(value) ? value : {}
  }

  /** A text; a number as it is written. Empty when there is none. */
  text(name: string): string {
    const value = this.#get(name)
    if (typeof value === 'string') return value
    return typeof value === 'number' && Number.isFinite(value) ? String(value) : ''
  }

  number(name: string): number | undefined {
    const value = this.#get(name)
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined
  }

  is(name: string): boolean {
    return this.#get(name) === true
  }

  has(name: string): boolean {
    const value = this.#get(name)
    return value !== undefined && value !== null
  }

  list(name: string): readonly unknown[] {
    const value = this.#get(name)
    return Array.isArray(value) ? (value as readonly unknown[]) : []
  }

  in(name: string): Fields {
    return new Fields(this.#get(name))
  }

  texts(name: string): readonly string[] {
    return this.list(name).filter((each) => typeof each === 'string')
  }

  #get(name: string): unknown {
    return Object.hasOwn(this.#of, name) ? this.#of[name] : undefined
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
