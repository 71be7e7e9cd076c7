/** What is other in a text than in another, word by word. Pure. */

export interface Difference {
  readonly kind: 'same' | 'added' | 'removed'
  readonly text: string
}

/** Pairs of words that are compared at most; where there are more, whole lines are, and then everything. */
const MOST = 1_000_000
const WORDS = /\s+|[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]/gu
const LINES = /[^\n]*\n|[^\n]+$/g

/** Put together, what is same and added is `after`, what is same and removed is `before`. */
export function differences(before: string, after: string): readonly Difference[] {
  for (const cut of [WORDS, LINES]) {
    const [old, now] = [before.match(cut) ?? [], after.match(cut) ?? []]
    const parts = compared(old, now)
    if (parts) return parts
  }
  return joined([
    { kind: 'removed', text: before },
    { kind: 'added', text: after },
  ])
}

function compared(old: readonly string[], now: readonly string[]): readonly Difference[] | undefined {
  let start = 0
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1
  let end = 0
  const most = Math.min(old.length, now.length) - start
  while (end < most && old[old.length - 1 - end] === now[now.length - 1 - end]) end += 1
  const [a, b] = [old.slice(start, old.length - end), now.slice(start, now.length - end)]
  if (a.length * b.length > MOST) return undefined
  return joined([
    { kind: 'same', text: old.slice(0, start).join('') },
    ...middle(a, b),
    { kind: 'same', text: old.slice(old.length - end).join('') },
  ])
}

/** By the longest row of words that stand in both, in their order. */
function middle(a: readonly string[], b: readonly string[]): Difference[] {
  const width = b.length + 1
  const common = new Uint16Array((a.length + 1) * width)
  const at = (i: number, j: number): number => common[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const parts: Difference[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    const [old, now] = [a[i], b[j]]
    if (old !== undefined && old === now) {
      parts.push({ kind: 'same', text: old })
      i += 1
      j += 1
    } else if (old !== undefined && (now === undefined || at(i + 1, j) >= at(i, j + 1))) {
      parts.push({ kind: 'removed', text: old })
      i += 1
    } else {
      parts.push({ kind: 'added', text: now ?? '' })
      j += 1
    }
  }
  return parts
}

function joined(parts: readonly Difference[]): readonly Difference[] {
  const out: Difference[] = []
  for (const part of parts) {
    const last = out.at(-1)
    if (part.text === '') continue
    if (last?.kind === part.kind) out.splice(-1, 1, { kind: part.kind, text: last.text + part.text })
    else out.push(part)
  }
  return out
}
