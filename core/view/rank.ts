import type { Effect } from '../documents/index.ts'

/** Among entries that claim the same moment the greater one counts: of one feed that is the later one. */
export function rankOf({ feed, seq }: Pick<Effect, 'feed' | 'seq'>): string {
  return `${feed}.${String(seq).padStart(4, '0')}`
}
