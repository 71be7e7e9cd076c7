/** 60: nothing that was said and no key lies in plain on a disk or in a log, held against everything real cores leave behind. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, it } from 'vitest'
import { deriveKey, loadDevice } from '../../core/identity/index.ts'
import {
  EpochKeys,
  KeyRing,
  logKeys,
  MembershipLog,
  membershipSchema,
  readLink,
  readRecoveryKey,
} from '../../core/membership/index.ts'
import { profileSchemas } from '../../core/service/index.ts'
import { type CommunityId, fromBase64url } from '../../core/shared/index.ts'
import { fileKeyStore, openProfile } from '../../core/storage/index.ts'
import { handOver, readFile } from '../support/attaching.ts'
import { foundGarden, inviteTo, joinBy, NamedPerson, until } from '../support/named-people.ts'
import { keptLog } from '../support/surroundings.ts'

const words = {
  message: 'The spare key lies under the third flowerpot.',
  changed: 'Nobody needs to know about the flowerpot.',
  withdrawn: 'I should never have said a word of this.',
  private: 'Between the two of us: I mean to move away.',
  direct: 'Only for your eyes, dear neighbour.',
  room: 'The planning of the surprise',
  topic: 'Wilhelmina’s seventieth birthday',
  name: 'Wilhelmina Blütenstaub',
  other: 'Bartholomew Flowerpotter',
  device: 'Wilhelmina’s old typewriter',
  reason: 'He took the ladder and denied it.',
  file: 'Wilhelmina’s last will.txt',
  alt: 'What becomes of the typewriter',
  content: 'I leave the flowerpots, and what lies under them, to nobody but Bartholomew.',
}

/** A text or key in every form in which it might have been written down. */
function formsOf(secret: string | Uint8Array): readonly (readonly [form: string, bytes: Buffer])[] {
  const bytes = Buffer.from(secret as string)
  const forms: (readonly [string, Buffer])[] = [
    ['as it is', bytes],
    ['hex', Buffer.from(bytes.toString('hex'))],
    ['HEX', Buffer.from(bytes.toString('hex').toUpperCase())],
    ['JSON', Buffer.from(typeof secret === 'string' ? JSON.stringify(secret).slice(1, -1) : [...bytes].join(','))],
  ]
  if (typeof secret === 'string') forms.push(['utf16', Buffer.from(secret, 'utf16le')])
  // In base64 a text looks otherwise by where it begins: what does not depend on its neighbours is looked for.
  for (const at of [0, 1, 2])
    for (const form of ['base64', 'base64url'] as const) {
      const text = Buffer.concat([Buffer.alloc(at), bytes])
        .toString(form)
        .replaceAll('=', '')
      const whole = Math.floor(((at + bytes.length) * 8) / 6)
      forms.push([form, Buffer.from(text.slice(Math.ceil((at * 8) / 6), whole))])
    }
  return forms
}

interface Seed {
  readonly community: CommunityId
  readonly seed: Uint8Array
}

type Secrets = ReadonlyMap<string, string | Uint8Array>

/** Where something is found: `file: what (form)`. */
function foundIn(pieces: ReadonlyMap<string, Buffer>, secrets: Secrets): string[] {
  const found: string[] = []
  for (const [what, secret] of secrets)
    for (const [form, bytes] of formsOf(secret))
      for (const [name, piece] of pieces) if (piece.includes(bytes)) found.push(`${name}: ${what} (${form})`)
  return found
}

function filesOf(profile: string): Map<string, Buffer> {
  const all = readdirSync(profile, { recursive: true, encoding: 'utf8' }).map((name) => join(profile, name))
  const files = all.filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
  return new Map(files.map((path) => [relative(profile, path), readFileSync(path)]))
}

/** Every key a profile holds, once nobody else has it open. */
async function keysOf(folder: string): Promise<Map<string, Uint8Array>> {
  const { signal } = new AbortController()
  const keyStore = fileKeyStore(folder)
  const keys = new Map<string, Uint8Array>([['master key', Uint8Array.from(await keyStore.open(signal))]])
  const profile = await openProfile({ folder, keyStore, schemas: profileSchemas, signal })
  try {
    const seeds = profile.database.statement<Seed>('SELECT community, seed FROM device').all()
    for (const { community, seed } of seeds) {
      keys.set('device seed', seed)
      keys.set('signing key', deriveKey(seed, 'folkmoot/device-signing/1'))
      keys.set('box key', deriveKey(seed, 'folkmoot/device-box/1'))
      const device = loadDevice(profile.database, community)
      if (!device) throw new TypeError('no device')
      for (const { id } of profile.communities()) {
        keys.set(`database key of ${id}`, Uint8Array.from(profile.communityKey(id)))
        const database = profile.openCommunity(id, [membershipSchema])
        const membership = MembershipLog.open({ database, community: id, log: keptLog() })
        if (!membership) throw new TypeError('no log')
        keys.set(`secret of ${id}`, membership.secret)
        for (const [name, key] of Object.entries<Uint8Array>({ ...logKeys(membership.secret) }))
          keys.set(`${name} key of ${id}`, key)
        const ring = new KeyRing(device, () => membership.state, new EpochKeys(database))
        for (const epoch of ring.held()) keys.set(`epoch ${epoch.id}`, epoch.key)
        const attached = database
          .statement<{ files: string }>('SELECT files FROM message WHERE files IS NOT NULL')
          .all()
        for (const [at, { files }] of attached.entries())
          for (const { key } of JSON.parse(files) as readonly { key: string }[])
            keys.set(`key of file ${at} in ${id}`, fromBase64url(key) ?? new Uint8Array())
      }
    }
  } finally {
    profile.close()
  }
  return keys
}

it('60: no word, name or key lies in plain on a disk, in a log or on what a core prints', async () => {
  await using ada = new NamedPerson(words.name)
  await using bram = new NamedPerson(words.other)
  const [here, there] = await Promise.all([ada.start(), bram.start()])
  const garden = await foundGarden(here, words.name)
  const { community } = garden
  const link = await inviteTo(here, garden)
  await joinBy(there, link, words.other, garden)
  const say = (text: string, space = garden.space) =>
    here.rooms.send({ community, space, text, clientKey: `key ${text}`.slice(0, 60) })
  const first = await say(words.message)
  const changed = await say('I shall change this.')
  const withdrawn = await say(words.withdrawn)
  await here.rooms.edit({ ...garden, id: changed.id, text: words.changed })
  await here.rooms.withdraw({ ...garden, id: withdrawn.id })
  const members = await until(here.members.watch({ community }), (all) =>
    all.some(({ name, me }) => name === words.other && !me),
  )
  const people = members.filter(({ me }) => !me).map(({ id }) => id)
  const room = await here.spaces.createPrivate({ community, name: words.room, topic: words.topic, people })
  await say(words.private, room.space)
  const direct = await here.spaces.direct({ community, people })
  await say(words.direct, direct.space)
  const [device] = await until(here.devices.watch({ community }), (all) => all.some(({ mine }) => mine))
  await here.devices.rename({ community, device: device?.id ?? '', name: words.device })
  const recovery = (await here.devices.makeRecovery({ community })).text
  await until(there.spaces.watch({ community }), (spaces) =>
    spaces.some(({ kind, messages }) => kind === 'direct' && messages === 1),
  )
  const privately = await until(there.spaces.watch({ community }), (spaces) =>
    spaces.some(({ kind, messages }) => kind === 'private' && messages === 1),
  )
  expect(privately.map(({ name }) => name)).toContain(words.room)
  // Attached, fetched and read, in a room of all and in a private one.
  for (const [at, place] of [garden, { community, space: room.space }].entries()) {
    const content = { name: words.file, type: 'text/plain', bytes: Buffer.from(`${words.content}\n`.repeat(9)) }
    const files = [{ ...(await handOver(here, place, content)), alt: words.alt }]
    const { id } = await here.rooms.send({ ...place, text: '', clientKey: `with a file ${at}`, files })
    await until(there.rooms.watch({ ...place, limit: 50 }), ({ rows }) => rows.some((row) => row.id === id))
    await there.files.fetch({ ...place, message: id, at: 0 })
    await until(there.files.watch({ ...place, message: id, at: 0 }), ({ state }) => state === 'here')
    const read = await readFile(there, place, id, { size: content.bytes.length })
    expect(Buffer.from(read).toString()).toContain(words.content)
  }
  await here.members.remove({ community, member: people[0] ?? '', keep: 'all', reason: words.reason })
  expect(first.id).toBeTruthy()

  // While they run, and after one was stopped and the other killed: what lies in write-ahead logs is looked at as well.
  const running = new Map([
    ...filesOf(ada.profile),
    ...[...filesOf(bram.profile)].map(([n, b]) => [`bram/${n}`, b] as const),
  ])
  expect([...running.keys()].filter((name) => name.endsWith('-wal')).length).toBeGreaterThan(3)
  const printed = [await ada.process.stop(), await bram.process.kill()]
  const after = new Map<string, Buffer>()
  for (const [who, { profile }] of [
    ['ada', ada],
    ['bram', bram],
  ] as const)
    for (const [name, bytes] of filesOf(profile)) after.set(`${who}/${name}`, bytes)
  for (const [at, { out, errors }] of printed.entries()) {
    // The address with its token is what is asked for by --print-url; it is good for one browser, once.
    expect(out.trim().split('\n')).toHaveLength(1)
    after.set(`printed by ${at}`, Buffer.from(out + errors))
  }
  const { inviteSecret, communitySecret } = readLink(link)
  const { seed } = readRecoveryKey(recovery)
  const typed = new Map<string, string | Uint8Array>([
    ...Object.entries(words),
    ...Object.entries({ link: link.slice(20, 120), recovery: recovery.slice(20) }),
    ...Object.entries({ inviteSecret, communitySecret, 'recovery seed': seed }),
  ])
  const keys = await keysOf(ada.profile)
  expect(keys.size).toBeGreaterThan(20)
  expect([...keys.keys()].filter((name) => name.startsWith('key of file'))).toHaveLength(2)
  expect([...after.keys()].filter((name) => /^(ada|bram)\/blobs\//.test(name))).toHaveLength(8)
  for (const pieces of [running, after]) {
    expect(foundIn(pieces, typed)).toEqual([])
    // The one place of the one key: a file that only its person can read, where no keychain keeps it.
    const places = foundIn(pieces, keys).filter((place) => !/^(ada\/)?key: master key /.test(place))
    expect(places).toEqual([])
  }
  expect(foundIn(new Map([['key', after.get('ada/key') ?? Buffer.alloc(0)]]), keys)).toEqual([
    expect.stringContaining('master key'),
  ])
  expect(statSync(join(ada.profile, 'key')).mode & 0o777).toBe(0o600)
  expect(String(after.get('ada/logs/core.log'))).toContain('"msg"')
  // A text that were there would have been found, in whichever form.
  for (const form of ['utf8', 'hex', 'base64', 'base64url'] as const) {
    writeFileSync(join(ada.profile, 'found'), `x${Buffer.from(`ab${words.message}c`).toString(form)}y`)
    const found = foundIn(filesOf(ada.profile), new Map([['message', words.message]]))
    expect(found.length, `found as ${form}`).toBeGreaterThan(0)
  }
}, 60_000)
