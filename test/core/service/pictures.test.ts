/** Pictures as people use them: shown, seen live by others, changed, taken away, refused; and what they cost. */
import { expect, it } from 'vitest'
import { type Documents, pictureEntry } from '../../../core/documents/index.ts'
import { base64url, type CommunityId, fromBase64url, LIMITS } from '../../../core/shared/index.ts'
import { adasFace, bramsFace, bytesOf, chidisFace } from '../../support/faces.ts'
import { type Neighbour, Neighbours, now } from '../../support/neighbours.ts'

const listed = ({ client }: Neighbour, community: CommunityId) => now(client.pictures.watch({ community }))
const show = ({ client }: Neighbour, community: CommunityId, picture: string) =>
  client.pictures.set({ community, picture })

/** What somebody's device writes and reads beneath every area. */
function beneath({ carried, name }: Neighbour, community: CommunityId): Documents {
  const own = carried.get(community)
  if (!own) throw new TypeError(`${name} is not in the community`)
  return own.documents
}

it('Bram shows a picture: Ada sees it while she looks, byte for byte, until he takes it away', async () => {
  await using all = new Neighbours()
  const { person: ada, community } = await all.found('Ada')
  const bram = await all.join('Bram', ada, community)
  const stop = new AbortController()
  const watched = await ada.client.pictures.watch({ community }, { signal: stop.signal })
  const next = async () => {
    const step = await watched.next()
    return step.done ? [] : step.value.pictures
  }
  expect(await next()).toEqual([])

  await show(bram, community, bramsFace)
  all.deliver()
  const [picture] = await next()
  stop.abort()
  const { me } = await listed(bram, community)
  expect(picture?.member).toBe(me)
  if (!picture) return
  const read = await ada.client.pictures.read({ community, picture: picture.picture })
  expect(read).toEqual({ type: 'image/webp', bytes: bramsFace })

  await show(bram, community, chidisFace)
  all.deliver()
  const [changed] = (await listed(ada, community)).pictures
  expect(changed?.picture).not.toBe(picture.picture)
  await expect(ada.client.pictures.read({ community, picture: picture.picture })).rejects.toMatchObject({
    code: 'person/no-such-picture',
  })
  const again = await ada.restart()
  expect(await listed(again, community)).toMatchObject({ pictures: [changed] })

  await show(bram, community, '')
  all.deliver()
  expect((await listed(again, community)).pictures).toEqual([])
})

it('what is no picture is refused, and nothing is written', async () => {
  await using all = new Neighbours()
  const { person: ada, community } = await all.found('Ada')
  await show(ada, community, adasFace)
  const before = await listed(ada, community)
  const svg = base64url(new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'))
  const behind = base64url(Uint8Array.from([...bytesOf(adasFace), ...new TextEncoder().encode('<script>')]))
  for (const picture of [svg, behind, 'not base64!', base64url(new Uint8Array(LIMITS.pictureBytes + 1))])
    await expect(show(ada, community, picture)).rejects.toMatchObject({ code: 'person/not-a-picture' })
  expect(await listed(ada, community)).toEqual(before)
})

it('what another program wrote as a picture and is none is given to no screen', async () => {
  await using all = new Neighbours()
  const { person: ada, community } = await all.found('Ada')
  const eve = await all.join('Eve', ada, community)
  const documents = beneath(eve, community)
  const huge = Uint8Array.from(bytesOf(adasFace)).fill(0x3f, 26, 30)
  for (const bytes of [huge, new TextEncoder().encode('<svg/>'), new Uint8Array(LIMITS.pictureBytes * 2)])
    documents.append(documents.founding('profiles'), pictureEntry(1, bytes), undefined)
  all.deliver()
  expect((await listed(ada, community)).pictures).toEqual([])
})

it('the same picture again is not written again', async () => {
  await using all = new Neighbours()
  const { person: ada, community } = await all.found('Ada')
  const documents = beneath(ada, community)
  const written = () => [...documents.effects(documents.founding('profiles'))].length
  await show(ada, community, adasFace)
  const before = written()
  for (let times = 0; times < 50; times += 1) await show(ada, community, adasFace)
  expect(written()).toBe(before)
  await show(ada, community, bramsFace)
  expect(written()).toBe(before + 1)
  expect(fromBase64url(bramsFace)?.length).toBeLessThan(LIMITS.pictureBytes)
})
