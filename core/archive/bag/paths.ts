/** Names in an archive: ASCII, readable, and no two that differ by case alone. */

const PATH = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/

/** Whether a path is one an archive of ours may have. */
export function isArchivePath(path: string): boolean {
  return path.length <= 240 && PATH.test(path)
}

/** A name as part of a path: ASCII letters and digits, words parted by `-`; a stand-in when nothing of it is left. */
export function slugOf(name: string, otherwise = 'community', most = 48): string {
  const bare = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const slug = bare
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, most)
    .replace(/^-+|-+$/g, '')
  return slug === '' ? otherwise : slug
}

/** `2026-11-22`, in UTC. */
export function dayOf(moment: number): string {
  return new Date(Math.min(Math.max(moment, 0), 8.64e15)).toISOString().replace(/T.*$/, '').replace(/^\+/, '')
}

/** Control signs, and those that turn the direction of what stands around them: what nobody vouches for arranges no words about it. */
export const TURNING = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu
