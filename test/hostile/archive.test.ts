/** Archives that somebody had in their hands: whatever was changed, left out or put in is found, and named. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mergeRecord, openArchive, openZip, bytesAccess, readableOf } from '../../core/archive/index.ts'
import { removeMember, setRole } from '../../core/membership/index.ts'
import { decodeBlock, encodeBlock, encodeEntry, messageEntry, readEntry } from '../../core/documents/index.ts'
import { deviceOf, newDeviceSeed } from '../../core/identity/index.ts'
import { fromUtf8, utf8 } from '../../core/shared/index.ts'
import { archived, heldBy, joined, never, partsOf, respelled, sha256, unpacked, verified } from '../support/archived.ts'
import { type Person, smallCommunity, type SmallCommunity } from '../support/small-community.ts'
import { seededRandom } from '../support/surroundings.ts'

let small: SmallCommunity
let bytes: Uint8Array
const person = (name: string): Person => small.person(name)
const context = (name: string) => ({
  ...person(name),
  log: person(name).membership,
  random: seededRandom(name),
  now: small.clock.now(),
})
const memberOf = (name: string) => {
  const member = person('ada').membership.state.devices.get(person(name).device.id)?.member
  if (!member) throw new TypeError(`${name} is no member`)
  return member
}

beforeEach(async () => {
  small = smallCommunity('spoilt')
  for (const name of ['bo', 'cy']) small.join(name, 'ada')
  small.say('ada', 'good morning')
  small.carryAll()
  setRole(context('ada'), memberOf('bo'), 'moderator', [])
  for (let at = 0; at < 12; at++) small.say(['ada', 'bo', 'cy'][at % 3] ?? '', `bread, salt and ${at}`)
  small.carryAll()
  bytes = await archived([heldBy(small, person('ada'))], person('ada'), undefined, readableOf)
})
afterEach(() => small[Symbol.dispose]())

const check = (spoilt: Uint8Array) => verified(small, spoilt, readableOf)

/** The file of blocks in which something is said. */
function pageOf(files: ReadonlyMap<string, Uint8Array>, text: string): [string, Uint8Array] {
  for (const [path, content] of files)
    if (path.endsWith('.blocks') && partsOf(content).some((value) => textsOf(value).includes(text)))
      return [path, content]
  throw new TypeError('no page')
}

function blockOf(value: unknown): ReturnType<typeof decodeBlock> {
  const [block] = value as readonly Uint8Array[]
  return decodeBlock(block ?? new Uint8Array(0))
}

/** Hashes of all that is in an archive. */
async function contentOf(archive: Uint8Array): Promise<Record<string, string>> {
  const { files } = await openZip(bytesAccess(archive), never)
  const hashes: Record<string, string> = {}
  for (const { path } of files.values())
    hashes[path] = sha256(await (await openZip(bytesAccess(archive), never)).read(path, 2 ** 26, never))
  return hashes
}

function textsOf(value: unknown): string[] {
  return blockOf(value).items.flatMap(({ entry }) => {
    const text = readEntry(entry)?.fields.get('text')
    return typeof text === 'string' ? [text] : []
  })
}

describe('an archive that was not touched', () => {
  it('is sound, in every part', async () => {
    const report = await check(bytes)
    expect(report.findings).toEqual([])
    expect(report).toMatchObject({ sound: true, signed: true, compared: true, decisions: 4 })
  })
})

describe('an archive of which something was changed', { timeout: 60_000 }, () => {
  it('59: one altered message is found, and named by who, where and when, though all lists of hashes were made anew', async () => {
    const spoilt = await respelled(bytes, (files) => {
      const [path, content] = pageOf(files, 'bread, salt and 4')
      const values = partsOf(content).map((value) => {
        const [, seals] = value as readonly Uint8Array[]
        const block = blockOf(value)
        const items = block.items.map((item) => {
          const entry = readEntry(item.entry)
          const text = entry?.fields.get('text')
          if (text !== 'bread, salt and 4' || !entry) return item
          return { ...item, entry: encodeEntry(messageEntry(entry.at, 'bread. salt and 4')) }
        })
        return [encodeBlock({ ...block, items }), seals ?? new Uint8Array(0)]
      })
      files.set(path, joined(values))
    })
    const report = await check(spoilt)
    expect(report.sound).toBe(false)
    const named = report.findings.find(({ code }) => code === 'entry-altered')
    expect(named).toMatchObject({ room: 'general', entry: 2, author: memberOf('bo').slice(0, 8) })
    expect(named?.time).toBeGreaterThan(0)
    expect(report.findings.map(({ code }) => code)).toContain('feed-missing')
  })

  it('a comma changed in a page, a table or an Automerge document is found and named, though all lists were made anew', async () => {
    for (const ending of ['.html', '.csv', '.json']) {
      let spoiltFile = ''
      const spoilt = await respelled(bytes, (files) => {
        const found = [...files].find(
          ([path, each]) => path.endsWith(ending) && fromUtf8(each)?.includes('bread, salt'),
        )
        if (!found) throw new TypeError(`no ${ending}`)
        spoiltFile = found[0]
        files.set(found[0], utf8((fromUtf8(found[1]) ?? '').replace('bread, salt', 'bread; salt')))
      })
      const { findings } = await check(spoilt)
      expect(findings).toMatchObject([{ code: 'page-altered', file: spoiltFile }])
      expect(findings[0]?.wanted).toContain('bread, salt')
    }
    const spoilt = await respelled(bytes, (files) => {
      const [path = '', content = new Uint8Array(0)] = [...files].find(([each]) => each.endsWith('.automerge')) ?? []
      files.set(
        path,
        content.map((byte, at) => (at === 20 ? byte ^ 1 : byte)),
      )
    })
    expect((await check(spoilt)).findings).toMatchObject([{ code: 'page-altered' }])
  })

  it('any one byte that is another is found, unless it says nothing', async () => {
    const before = await contentOf(bytes)
    for (let at = 1; at < 16; at++) {
      const spoilt = Uint8Array.from(bytes)
      const place = Math.floor((bytes.length * at) / 16)
      spoilt[place] = (spoilt[place] ?? 0) ^ 0x20
      const report = await check(spoilt).catch((error: unknown) => ({ sound: false, refused: String(error) }))
      // Such as the time in a file's own header, which stands in the list once more.
      if (report.sound) expect(await contentOf(spoilt)).toEqual(before)
    }
  })

  it('a decision that was changed is found, and so is one left out', async () => {
    const changed = await respelled(bytes, (files) => {
      const parts = partsOf(files.get('record/community/log.parts') ?? new Uint8Array(0))
      const [body, signature] = parts.at(-1) as readonly Uint8Array[]
      const forged = Uint8Array.from(signature ?? [])
      forged[3] = (forged[3] ?? 0) ^ 1
      files.set('record/community/log.parts', joined([...parts.slice(0, -1), [body ?? forged, forged]]))
    })
    const codes = (await check(changed)).findings.map(({ code }) => code)
    expect(codes).toContain('decision-refused')
    const short = await respelled(bytes, (files) => {
      const parts = partsOf(files.get('record/community/log.parts') ?? new Uint8Array(0))
      files.set('record/community/log.parts', joined(parts.slice(0, -1)))
    })
    expect((await check(short)).findings.map(({ code }) => code)).toContain('decision-missing')
  })

  it('the statement cannot be changed, nor made by a stranger', async () => {
    const changed = await respelled(bytes, (files) => {
      const statement = files.get('record/statement.cbor') ?? new Uint8Array(0)
      files.set(
        'record/statement.cbor',
        statement.map((byte, at) => (at === 90 ? byte ^ 1 : byte)),
      )
    })
    expect((await check(changed)).findings).toMatchObject([{ code: 'statement-broken' }])
    const stranger = { ...person('ada'), device: deviceOf(newDeviceSeed(seededRandom('stranger'))) }
    const made = await archived([heldBy(small, person('ada'))], stranger, undefined, readableOf)
    expect((await check(made)).findings.map(({ code }) => code)).toContain('statement-stranger')
  })
})

describe('an archive of one member’s things', () => {
  it('is found to be changed though its pages cannot be made anew', async () => {
    const wish = { record: true, media: true, language: 'en', by: memberOf('bo') }
    const theirs = await archived([heldBy(small, person('ada'))], person('ada'), wish, readableOf)
    expect((await check(theirs)).findings).toEqual([])
    const spoilt = await respelled(theirs, (files) => {
      for (const [path, each] of files)
        if (path.endsWith('.csv')) files.set(path, utf8((fromUtf8(each) ?? '').replace('bread, salt', 'bread; salt')))
    })
    expect((await check(spoilt)).findings).toMatchObject([{ code: 'pages-altered' }])
  })
})

describe('an archive from which something was taken', () => {
  const without = (drop: (path: string) => boolean) =>
    respelled(bytes, (files) => {
      for (const path of [...files.keys()]) if (drop(path)) files.delete(path)
    })

  it('the last words of a feed are missed, and whose they were is said', async () => {
    // What ada says last is left out by somebody who has an older archive.
    small.say('ada', 'and one more thing')
    const newer = await archived([heldBy(small, person('ada'))], person('ada'), undefined, readableOf)
    const statements: Uint8Array[] = []
    await respelled(newer, (files) => void statements.push(files.get('record/statement.cbor') ?? new Uint8Array(0)))
    const spoilt = await respelled(bytes, (files) => void files.set('record/statement.cbor', statements[0] ?? bytes))
    const found = (await check(spoilt)).findings.find(({ code }) => code === 'entries-missing')
    expect(found).toMatchObject({ room: 'general', count: 1, author: memberOf('ada').slice(0, 8) })
  })

  it('a whole feed is missed', async () => {
    let count = 0
    const spoilt = await respelled(bytes, (files) => {
      const [path, content] = pageOf(files, 'bread, salt and 3')
      const values = partsOf(content).map((value) => {
        const [, seals = new Uint8Array(0)] = value as readonly Uint8Array[]
        const block = blockOf(value)
        const kept = block.items.flatMap((item, at) => (item.run < 2 ? [at] : []))
        const items = kept.flatMap((at) => block.items[at] ?? [])
        count += block.items.length - items.length
        const left = kept.map((at) => seals.subarray(at * 40, at * 40 + 40))
        return [encodeBlock({ ...block, runs: block.runs.slice(0, 2), items }), Buffer.concat(left)]
      })
      files.set(path, joined(values))
    })
    const { findings } = await check(spoilt)
    expect(findings.map(({ code }) => code)).toContain('feed-missing')
    expect(findings.find(({ code }) => code === 'feed-missing')).toMatchObject({ room: 'general', count })
  })

  it('a file is missed, and one that was put in is named', async () => {
    const spoilt = await without((path) => path.endsWith('.csv'))
    expect((await check(spoilt)).findings.map(({ code }) => code)).toContain('file-missing')
    const more = await respelled(bytes, (files) => void files.set('site/more.html', utf8('<p>and more')))
    expect((await check(more)).findings).toMatchObject([{ code: 'file-stray', file: 'site/more.html' }])
  })
})

describe('an archive that is brought in', () => {
  it('of another community is refused, and touches nothing', async () => {
    using other = smallCommunity('other')
    const archive = await openArchive(bytesAccess(bytes), never)
    const target = { ...other.person('ada'), community: other.community }
    const before = target.documents.list().map((id) => target.documents.digest(id))
    await expect(mergeRecord(archive, 0, target, never)).rejects.toMatchObject({ code: 'archive/other-community' })
    expect(target.documents.list().map((id) => target.documents.digest(id))).toEqual(before)
  })

  it('brings back what a member lost, through the same gate, and nothing that was changed', async () => {
    small.join('di', 'ada')
    const di = person('di')
    const spoilt = await respelled(bytes, (files) => {
      const [path, content] = pageOf(files, 'bread, salt and 5')
      const values = partsOf(content).map((value) => {
        const [, seals = new Uint8Array(0)] = value as readonly Uint8Array[]
        const block = blockOf(value)
        const items = block.items.map((item) =>
          readEntry(item.entry)?.fields.get('text') === 'bread, salt and 5'
            ? { ...item, entry: encodeEntry(messageEntry(5, 'a forged word')) }
            : item,
        )
        return [encodeBlock({ ...block, items }), seals]
      })
      files.set(path, joined(values))
    })
    const target = { ...di, community: small.community }
    const first = await mergeRecord(await openArchive(bytesAccess(spoilt), never), 0, target, never)
    expect(first.refused).toBe(1)
    expect(di.effects.some(({ entry }) => entry.fields.get('text') === 'a forged word')).toBe(false)
    const second = await mergeRecord(await openArchive(bytesAccess(bytes), never), 0, target, never)
    expect(second).toMatchObject({ refused: 0, early: 0, taken: 4 })
    const ada = person('ada')
    for (const id of ada.documents.list()) expect(di.documents.digest(id)).toEqual(ada.documents.digest(id))
  })

  it('cannot be gone on with: it holds no key that anything could be written or read with', async () => {
    const { places } = await unpacked(small, bytes)
    const [place] = places
    expect(() => place?.documents.append(small.room, messageEntry(1, 'as ada'), undefined)).toThrow(/key/)
    const secrets = person('ada')
      .ring.held()
      .map(({ key }) => Buffer.from(key))
    await respelled(bytes, (files) => {
      for (const content of files.values())
        for (const secret of secrets) expect(Buffer.from(content).includes(secret)).toBe(false)
    })
  })

  it('of a community that cut somebody off keeps what they wrote aside, as it was', async () => {
    small.say('cy', 'spam, spam and spam')
    small.carryAll()
    removeMember(context('ada'), memberOf('cy'), [])
    const made = await archived([heldBy(small, person('ada'))], person('ada'), undefined, readableOf)
    expect((await check(made)).findings).toEqual([])
  })
})
