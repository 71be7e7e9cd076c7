import * as A from '@automerge/automerge'
import { describe, expect, it } from 'vitest'
import { signAction } from '../../../core/membership/action.ts'
import { logKeys, sealAction } from '../../../core/membership/log-seal.ts'
import { LIMITS } from '../../../core/shared/index.ts'
import { smallCommunity } from '../../support/small-community.ts'

const byText = (a: unknown, b: unknown): number => String(a).localeCompare(String(b))

describe('documents', () => {
  it('carry what two people wrote apart to both, and their Automerge documents are equal', () => {
    using village = smallCommunity()
    village.join('bram', 'ada')
    village.carryAll()
    for (let i = 0; i < 20; i++) village.say(i % 3 === 0 ? 'bram' : 'ada', `line ${i}`)
    village.carryAll()
    const [ada, bram] = [village.person('ada'), village.person('bram')]
    for (const document of ada.documents.list()) {
      expect(bram.documents.digest(document)).toEqual(ada.documents.digest(document))
      expect(A.load(bram.documents.automerge(document))).toEqual(A.load(ada.documents.automerge(document)))
    }
    const texts = (who: typeof ada) =>
      who.effects.filter(({ entry }) => entry.kind === 'message').map(({ entry }) => entry.fields.get('text'))
    expect(texts(bram).toSorted(byText)).toEqual(texts(ada).toSorted(byText))
    expect(texts(bram)).toHaveLength(20)
  })

  it('go on in a new page when one is full, and packed history still reaches a newcomer', () => {
    using village = smallCommunity()
    village.person('ada').database.transaction('authored', () => {
      for (let i = 0; i < 1100; i++) village.say('ada', `line ${i} of a long evening by the fire`)
    })
    village.join('bram', 'ada')
    village.carryAll()
    const [ada, bram] = [village.person('ada'), village.person('bram')]
    expect(bram.effects.filter(({ entry }) => entry.kind === 'message')).toHaveLength(1100)
    expect(ada.documents.list().length).toBe(5)
    for (const document of ada.documents.list())
      expect(bram.documents.digest(document)).toEqual(ada.documents.digest(document))
  })

  it('are all there after a restart, in a feed of their own from then on', () => {
    using village = smallCommunity()
    for (let i = 0; i < 30; i++) village.say('ada', `line ${i}`)
    const before = village.person('ada').documents
    const digests = before.list().map((document) => before.digest(document))
    const after = village.restart('ada').documents
    expect(after.list().map((document) => after.digest(document))).toEqual(digests)
    village.say('ada', 'again')
    const page = after.list().at(-1)
    expect(page && after.vector(page)).toHaveLength(2)
  })

  it('name as many heads of the log as may be named, the author’s own standing among them', () => {
    using village = smallCommunity('heads')
    village.join('bram', 'ada')
    const devices = Array.from({ length: LIMITS.envelopeHeads + 8 }, (_, at) => village.admit(`guest ${at}`, 'ada'))
    const ada = village.person('ada')
    village.carryAll()
    const { membership, device } = village.person('bram')
    const parents = membership.heads()
    const own = membership.append(device, 1, { type: 'unknown', name: 'later', value: null })
    const { community } = village
    const payload = { type: 'unknown', name: 'later', value: 'apart' } as const
    const apart = devices.map((each) =>
      signAction(each, { community, seq: 1, prev: undefined, parents, at: 1, payload }),
    )
    const items = apart.map((action) => sealAction(logKeys(membership.secret), action))
    expect(membership.receive(items).accepted).toBe(devices.length)
    expect(membership.heads()).toHaveLength(devices.length + 1)
    village.say('bram', 'among many')
    village.carryAll()
    const said = ada.effects.findLast(({ entry }) => entry.kind === 'message')
    expect(said?.heads).toHaveLength(LIMITS.envelopeHeads)
    expect(said?.heads).toContain(own.id)
  })
})
