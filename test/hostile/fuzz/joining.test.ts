/** Requests to be let in, spoilt: by an invite, and as one who belongs here already. What they prove is proven where it can be. */
import { afterAll, describe, expect } from 'vitest'
import { deviceOf, digest, newDeviceSeed, publicDevice, sign } from '../../../core/identity/index.ts'
import { admit, readLink, writeRequest, writeReturn } from '../../../core/membership/index.ts'
import { inviteKeys, proveJoin } from '../../../core/membership/invite.ts'
import { assertReturning } from '../../../core/membership/recovery.ts'
import { encodeCanonical } from '../../../core/shared/index.ts'
import { seedEverything } from '../../simulation/chance.ts'
import { council } from '../../support/council.ts'
import { inside, partOf, spoilCbor, withParts } from '../../support/fuzz/cbor.ts'
import { fuzz } from '../../support/fuzz/fuzz.ts'
import { type Mutator, spoilBytes } from '../../support/fuzz/mutators.ts'
import { seededRandom } from '../../support/surroundings.ts'

describe('who asks to be let in', () => {
  const end = seedEverything(19)
  const c = council('fuzz/joining')
  const ada = c.person('ada')
  const invite = readLink(ada.invite({ uses: 1000 }))
  end()
  afterAll(() => c[Symbol.dispose]())
  const { community } = ada.log
  const device = deviceOf(newDeviceSeed(seededRandom('fuzz/joiner')))
  const meeting = { nonce: new Uint8Array(32).fill(4), joiner: '12D3KooWJoiner', admitter: '12D3KooWAdmitter' }
  const keys = inviteKeys(invite.inviteSecret)
  const none = new Uint8Array(0)

  /** Other terms, rightly signed by who invites. */
  const certificate = inside(
    (request) => partOf(partOf(request, 1) ?? none, 0),
    (body, request) => {
      const signature = sign(ada.device.signing, digest('folkmoot/invite-certificate/1', body))
      return withParts(request, { 1: encodeCanonical([body, signature]) })
    },
  )
  /** A newcomer who holds the invite, and another key to be sealed for: of small order, now and then. */
  const box: Mutator = (request, chance, others) => {
    const newcomer = deviceOf(Uint8Array.from({ length: 32 }, () => chance.below(256)))
    const small = Uint8Array.from(spoilBytes(new Uint8Array(32), chance, others))
    const own = { ...publicDevice(newcomer), ...(chance.percent(70) && { box: small }) }
    const proof = proveJoin(keys, newcomer, { community, inviteKey: keys.publicKey, device: own, ...meeting })
    return withParts(request, { 2: own.signing, 3: own.box, 4: proof.inviteSignature, 5: proof.deviceSignature })
  }
  fuzz({
    name: 'join-request',
    samples: [writeRequest(invite, device, meeting)],
    spoil: [certificate, box, spoilCbor, spoilBytes],
    read: (request) => {
      const before = ada.log.heads()
      try {
        admit({ log: ada.log, ring: ada.ring, device: ada.device, now: 10 }, request, meeting)
      } catch (error) {
        expect(ada.log.heads()).toEqual(before)
        throw error
      }
      return ada.log.state.devices.size
    },
    throws: ['damaged', 'expired', 'used-up', 'revoked', 'not-accepted'].map((code) => `invite/${code}`),
    cases: 400,
  })
  fuzz({
    name: 'return-request',
    samples: [writeReturn(community, ada.device, meeting)],
    spoil: [spoilCbor, spoilBytes],
    read: (request) => assertReturning(ada.log, request, meeting),
    throws: ['recovery/unknown'],
    cases: 400,
  })
})
