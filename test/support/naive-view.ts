/** What a page shows, worked out from nothing by the words of the rule, with no thought for speed: what the index is held against. */
import type { Effect } from '../../core/documents/index.ts'
import { nameOf } from './small-view.ts'

export interface NaiveRow {
  readonly id: string
  readonly time: number
  readonly text: string
  readonly editedAt: number | undefined
  readonly withdrawn: boolean
  readonly reply: unknown
  /** Empty for what stands in the room itself. */
  readonly root: unknown
  /** Emoji, and who reacted so, those who came first before others. */
  readonly reactions: readonly { readonly emoji: unknown; readonly by: readonly string[] }[]
  readonly pinned: boolean
}

/** @param author whose an effect is; nothing when it is to be shown to nobody */
export function naiveView(all: readonly Effect[], author: (effect: Effect) => string | undefined): NaiveRow[] {
  const effects = all.filter((effect) => author(effect) !== undefined)
  const times = naiveTimes(effects, author)
  const order = (a: Effect, b: Effect) =>
    (times.get(a) ?? 0) - (times.get(b) ?? 0) || (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0)
  const inOrder = effects.toSorted(order)
  return inOrder
    .filter(({ entry }) => entry.kind === 'message')
    .map((message) => {
      const own = inOrder.filter(
        (each) => each.entry.fields.get('target') === nameOf(message) && author(each) === author(message),
      )
      const withdrawn = own.some(({ entry }) => entry.kind === 'withdraw')
      const last = own.findLast(({ entry }) => entry.kind === 'edit')
      const about = inOrder.filter(
        (each) => each.entry.fields.get('target') === nameOf(message) && each.space === message.space,
      )
      const said = (last ?? message).entry.fields.get('text')
      const text = typeof said === 'string' ? said : ''
      return {
        id: nameOf(message),
        time: times.get(message) ?? 0,
        text: withdrawn ? '' : text,
        editedAt: withdrawn ? undefined : last?.entry.at,
        withdrawn,
        reply: message.entry.fields.get('reply'),
        root: message.entry.fields.get('root') ?? '',
        reactions: naiveReactions(about, author),
        pinned: about.findLast(({ entry }) => entry.kind === 'pin')?.entry.fields.get('on') === true,
      }
    })
}

function naiveReactions(
  about: readonly Effect[],
  author: (effect: Effect) => string | undefined,
): NaiveRow['reactions'] {
  let said: { emoji: unknown; by: string[] }[] = []
  for (const effect of about.filter(({ entry }) => entry.kind === 'react')) {
    const [emoji, who] = [effect.entry.fields.get('emoji'), author(effect) ?? '']
    const same = said.find((each) => each.emoji === emoji) ?? { emoji, by: [] }
    if (effect.entry.fields.get('on') !== true) same.by = same.by.filter((each) => each !== who)
    else if (!same.by.includes(who)) same.by.push(who)
    if (!said.includes(same)) said.push(same)
    said = said.filter(({ by }) => by.length > 0)
  }
  return said
}

export function naiveTimes(
  effects: readonly Effect[],
  author: (effect: Effect) => string | undefined,
): ReadonlyMap<Effect, number> {
  const known = new Map<Effect, number>()
  const pointsAt = (from: Effect, to: Effect): boolean =>
    from.document === to.document &&
    from.seen.some(
      ({ feed, seq, hash }) =>
        feed === to.feed && seq === to.seq && Buffer.compare(hash, to.hash.subarray(0, 16)) === 0,
    )
  const base = (effect: Effect): number => {
    const claims = new Map<string, number>()
    for (const witness of effects) {
      const by = author(witness) ?? ''
      if (by === author(effect) || !pointsAt(witness, effect)) continue
      claims.set(by, Math.min(witness.entry.at, claims.get(by) ?? Infinity))
    }
    const sorted = [...claims.values()].toSorted((a, b) => a - b)
    const median = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0
    return sorted.length >= 3 ? Math.min(effect.entry.at, median) : effect.entry.at
  }
  const time = (effect: Effect): number => {
    const done = known.get(effect)
    if (done !== undefined) return done
    const before = effects.filter(
      (each) => pointsAt(effect, each) || (each.feed === effect.feed && each.seq === effect.seq - 1),
    )
    const made = Math.max(base(effect), ...before.map((each) => time(each) + 1))
    known.set(effect, made)
    return made
  }
  for (const effect of effects) time(effect)
  return known
}
