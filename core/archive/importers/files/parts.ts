/** What is packed in a file, by name. */
import { importErrors } from '../errors.ts'
import type { Pieces } from './pieces.ts'

export interface Part {
  readonly path: string
  readonly size: number
  open(signal: AbortSignal): Pieces
}

export interface Parts {
  /** By path. */
  readonly all: readonly Part[]
  get(path: string): Part | undefined
}

/** @throws import/unsafe when two have the same name */
export function partsOf(parts: readonly Part[]): Parts {
  const byPath = new Map<string, Part>()
  for (const part of parts) {
    if (byPath.has(part.path)) throw importErrors('unsafe', { details: { where: part.path } })
    byPath.set(part.path, part)
  }
  const all = [...byPath.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1))
  return { all, get: (path) => byPath.get(path) }
}

/** A name that leads nowhere but down. Nothing is ever written under it; a file that has others was made to do harm. @throws import/unsafe */
export function partName(name: string): string {
  const path = name.replace(/^(?:\.\/)+/, '')
  const steps = path.split('/')
  const isBad = path === '' || /[\0\\]/.test(path) || /^[A-Za-z]:/.test(path) || steps.some((step) => step === '..')
  if (isBad || path.startsWith('/')) throw importErrors('unsafe', { details: { where: name.slice(0, 200) } })
  return path
}

/** One folder around everything is no part of the names. */
export function unwrapped(parts: Parts): Parts {
  const [first] = parts.all
  const top = first?.path.includes('/') === true ? `${first.path.split('/')[0]}/` : undefined
  if (top === undefined || !parts.all.every(({ path }) => path.startsWith(top))) return parts
  return partsOf(parts.all.map((part) => ({ ...part, path: part.path.slice(top.length) })))
}
