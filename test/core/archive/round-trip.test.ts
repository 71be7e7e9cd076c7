/** What goes into an archive comes out of it, and the same content makes the same archive. */
import { next as A } from '@automerge/automerge'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bytesAccess, openBag } from '../../../core/archive/index.ts'
import { hex } from '../../../core/shared/index.ts'
import { archived, heldBy, never, sha256, unpacked, verified } from '../../support/archived.ts'
import { type Person, smallCommunity, type SmallCommunity } from '../../support/small-community.ts'

let small: SmallCommunity
const ada = (): Person => small.person('ada')

beforeEach(() => {
  small = smallCommunity('archive')
  small.join('bo', 'ada')
  small.join('cy', 'ada')
  small.carryAll()
  for (let at = 0; at < 30; at++) small.say(['ada', 'bo', 'cy'][at % 3] ?? '', `word ${at}`)
  small.carryAll()
})
afterEach(() => small[Symbol.dispose]())

const archiveOf = (who: Person): Promise<Uint8Array> => archived([heldBy(small, who)], ada())

describe('an archive', () => {
  it('holds all documents as they were, and checks', async () => {
    const bytes = await archiveOf(ada())
    const { archive, places } = await unpacked(small, bytes)
    expect(archive.community).toBe(small.community)
    const [place] = places
    for (const id of ada().documents.list())
      expect(hex(place?.documents.digest(id) ?? new Uint8Array(0))).toBe(hex(ada().documents.digest(id)))
    expect(place?.membership.heads()).toEqual(ada().membership.heads())
    const report = await verified(small, bytes)
    expect(report.findings).toEqual([])
    expect(report).toMatchObject({
      sound: true,
      signed: true,
      compared: true,
      name: 'Small',
    })
  })

  it('is the same bytes for all who hold the same, in whatever order it came, after a restart and after compaction', async () => {
    const first = sha256(await archiveOf(ada()))
    expect(sha256(await archiveOf(ada()))).toBe(first)
    expect(sha256(await archiveOf(small.person('bo')))).toBe(first)
    expect(sha256(await archiveOf(small.person('cy')))).toBe(first)
    const again = small.restart('ada')
    expect(sha256(await archived([heldBy(small, again)], again))).toBe(first)
    while (again.documents.compact());
    expect(sha256(await archived([heldBy(small, again)], again))).toBe(first)
  })

  it('is the same bytes when it is made from what was read from it', async () => {
    const bytes = await archiveOf(ada())
    const { places } = await unpacked(small, bytes)
    expect(sha256(await archived(places, ada()))).toBe(sha256(bytes))
  })

  it('holds documents that any Automerge reads', async () => {
    const bag = await openBag(bytesAccess(await archiveOf(ada())), never)
    const texts: string[] = []
    for (const file of bag.files.values()) {
      if (!file.path.endsWith('.automerge')) continue
      const saved = A.load<{ entries: Record<string, { kind: unknown; text?: unknown }> }>(
        await bag.read(file.path, 1 << 20, never),
      )
      for (const { kind, text } of Object.values(saved.entries))
        if (String(kind) === 'message') texts.push(String(text))
    }
    expect(texts.toSorted()).toEqual(Array.from({ length: 30 }, (_, at) => `word ${at}`).toSorted())
  })
})
