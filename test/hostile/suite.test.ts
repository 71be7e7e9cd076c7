/**
 * The attack suite: 64 attacks, and where each is shown to come to nothing. A test that shows one has its number at the beginning of its
 * title. What this does not attack is what there is not: those say why.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const own = 'test/hostile'

interface Shown {
  readonly attack: string
  /** Files in test/hostile, or paths from the top. */
  readonly shown: readonly string[]
  /** What of it cannot be attacked yet. */
  readonly butNot?: string
}
interface NotThere {
  readonly attack: string
  /** Why there is nothing to attack. */
  readonly not: string
}

const shown = (attack: string, ...files: readonly string[]): Shown => ({ attack, shown: files })
const [entries, feeds, blocks, sockets] = ['entries', 'feeds', 'blocks', 'sockets'] as const
const [log, devices, authority, admission] = [
  'membership',
  'membership-devices',
  'membership-authority',
  'membership-admission',
] as const
const [cunning, thieves] = ['membership-cunning', 'membership-thieves'] as const
const [live, screens, session, standing] = [
  'sockets-authority',
  'sockets-shown',
  'session',
  'session-standing',
] as const
const odds = 'test/property/devices-at-odds'
const [door, thefts, twice] = ['sockets-strangers', 'sockets-devices', 'sockets-twice'] as const

/** By number. */
const SUITE: Readonly<Record<number, Shown | NotThere>> = {
  1: shown('edit another’s entry', entries, sockets, screens),
  2: shown('delete it', entries, sockets, screens),
  3: shown('overwrite it', entries, sockets),
  4: shown('replace the root container', entries, sockets),
  5: shown('delete the root container', entries, sockets),
  6: shown('a startOp of 2^31, or near 2^32', entries, sockets),
  7: shown('a startOp that is low or overlaps', entries, sockets),
  8: shown('a gap in seq, a seq of 0', entries, sockets),
  9: shown('an unknown object', entries, sockets),
  10: shown('an unknown pred, one of another key, del without pred', entries, sockets),
  11: shown('an unknown elemId, a list insert in a map, a map key in a text', entries, sockets),
  12: shown('a key not of the own feed and seq', entries, sockets),
  13: shown('another member’s actor', entries, sockets),
  14: shown('an actor that is not made of document, device and nonce', entries, sockets),
  15: shown('replay from another document, kind or community', entries, sockets),
  16: shown('deps on another’s or a refused change', entries, sockets),
  17: shown('deps that are missing for ever', entries, sockets),
  18: shown('no deps', entries, sockets),
  19: shown('__proto__, keys of all sizes, 100,000 operations, 12,000 nested maps', entries, sockets),
  20: shown('chunk types, bombs, checksums, lengths, what is not canonical', blocks, sockets),
  21: shown('one bit flipped anywhere', entries, sockets),
  22: shown('signatures stripped, foreign, of small order, or bad in the middle', entries, sockets, admission),
  23: shown('clocks of -1e15 and of the far future, sock puppets that claim 1970', entries, sockets, 'order'),
  24: shown('a refused item that is sent again and again', entries, session, sockets),
  25: shown('random bytes and mangled items', entries, log, sockets),
  26: shown('equivocation: one branch to each, and a late fork', feeds, session, live, 'test/core/sync/anew'),
  27: shown('false evidence', live),
  28: shown('replay, reorder, gap', feeds, screens),
  29: shown('a feed cut short by whoever passes it on', feeds, screens),
  30: shown('a restored backup, a cloned profile, a resume: no fork', feeds, door, twice),
  31: shown('a wrong epoch, what cannot be decrypted, two keys for one epoch', entries, live),
  32: shown(
    'a flood of sessions, documents, devices, actions',
    'rooms',
    blocks,
    log,
    devices,
    'membership-flood',
    thefts,
  ),
  33: shown('a forged author', log, live),
  34: shown('self-promotion, and moderators beyond what they may', authority, admission, live, cunning),
  35: shown(
    'mutual removal of owners and of devices, a stolen older device',
    authority,
    devices,
    cunning,
    thieves,
    thefts,
    twice,
    odds,
  ),
  36: shown('an action that is backdated after a removal', authority, live),
  37: shown('decisions of who was demoted at the same time, or under old heads', authority, log, live, cunning),
  38: shown(
    'admission by and on invites of the removed; ten while the admitter is demoted',
    authority,
    admission,
    live,
  ),
  39: shown('a single-use invite twice, in turn and at once; a backdated twin', authority, admission, live),
  40: shown(
    'invites that are expired, revoked, of elsewhere, above one’s rank',
    authority,
    admission,
    live,
    'test/core/membership/admission',
  ),
  41: shown('a join proof replayed with another key', admission, 'devices', 'test/core/membership/pairing-links', door),
  42: shown('a fake genesis or preview in a link', log, admission, door),
  43: shown('a removed key added again', authority, admission, live),
  44: shown(
    'rotation by who may not, by number, or with different keys for different members',
    authority,
    admission,
    live,
    cunning,
  ),
  45: shown('changing another’s key', authority, admission, live),
  46: shown('random histories in every order', 'test/property/authority', odds, cunning, thefts),
  47: shown(
    'many removals with a cut of zero, overturned (10,000 actions: npm run bench -- members)',
    authority,
    thefts,
  ),
  48: shown('data before the handshake', session, 'devices', door),
  49: shown('a handshake replayed, reflected, relayed, of the wrong community', session, door),
  50: shown(
    'a spoofed peer, a removed member who reconnects or is connected',
    session,
    standing,
    live,
    'sockets-chunks',
  ),
  51: shown('a removed member’s entries beyond the cut', live, 'bundle'),
  52: shown(
    'slow-loris, a frame of 1 GB, 10,000 streams',
    session,
    'session-greed',
    'devices',
    'test/contract/transport-hostile',
    door,
    'sockets-chunks',
  ),
  53: shown('a private room’s content, id and activity', 'capture', 'session-private', 'sockets-chunks'),
  54: shown('a keeper reads, or is admitted', 'keeper', 'keeper-blind', 'test/stories/keeper'),
  55: shown('an invalid item shown as verified', screens),
  56: shown('an edit by who did not write it, a decision by a member', screens),
  57: shown('names that look alike', screens),
  58: shown(
    'an attachment whose key or hash does not fit, or that is pointed at another message',
    'attachments',
    'attachments-pointing',
    'sockets-chunks',
  ),
  59: shown('an archive with one altered message', 'archive'),
  60: shown('words or keys in plain on the disk or in logs', 'at-rest'),
  61: shown('a notification from a sender who was not verified', 'notices'),
  62: shown('a role named __proto__', authority, live),
  63: shown('a peer that stores adds itself as a member', authority, 'keeper', 'keeper-blind'),
  64: shown(
    'a device registered under another’s account',
    'devices',
    admission,
    live,
    'test/core/membership/pairing-log',
  ),
}

const pathOf = (file: string): string => `${file.includes('/') ? file : `${own}/${file}`}.test.ts`

/** The numbers that titles of a file begin with: `22, 64: …`, `1-5, 12: …`, `50 …`. Tests that are skipped show nothing. */
function numbersIn(path: string): ReadonlySet<number> {
  const source = readFileSync(join(root, path), 'utf8')
  const titles = source.matchAll(/\b(?:it|test|describe)(?:\.each\([^]*?\))?\(\s*['"`](\d[\d, -]*)(?=[: ])/g)
  const numbers = new Set<number>()
  for (const [, list = ''] of titles)
    for (const part of list.trim().split(/,\s*/)) {
      const [first = 0, last = first] = part.split('-').map(Number)
      for (let number = first; number <= last; number++) numbers.add(number)
    }
  return numbers
}

describe('the attack suite', () => {
  it('has 64 numbers', () => {
    expect(Object.keys(SUITE).map(Number)).toEqual(Array.from({ length: 64 }, (_, at) => at + 1))
  })

  it.each(Object.entries(SUITE).map(([number, each]) => [Number(number), each.attack, each] as const))(
    'number %i: %s',
    (number, _, each) => {
      if ('not' in each) return expect(each.not).toMatch(/^there are no /)
      expect(each.shown.length).toBeGreaterThan(0)
      for (const path of each.shown.map(pathOf)) {
        expect(existsSync(join(root, path)), `${path} is there`).toBe(true)
        expect(numbersIn(path), `${path} has it`).toContain(number)
      }
    },
  )

  it('claims nothing of what is not there, and knows every number that a title has', () => {
    const files = readdirSync(join(root, own)).filter((name) => name.endsWith('.test.ts'))
    for (const name of files)
      for (const number of numbersIn(`${own}/${name}`)) {
        const each = SUITE[number]
        expect(each && 'shown' in each, `${number} in ${name}`).toBe(true)
      }
  })
})
