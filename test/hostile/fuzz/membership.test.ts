/** Readers of what the membership log, links and requests are made of. Right sums, seals and signatures are put on what was changed. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { describe, expect } from 'vitest'
import {
  decrypt,
  deviceOf,
  type Domain,
  digest,
  encrypt,
  keyedHash,
  sealFor,
  openSealed,
  sign,
} from '../../../core/identity/index.ts'
import { type Action, parseAction } from '../../../core/membership/action.ts'
import {
  foundPrivate,
  kindOfLink,
  logKeys,
  readDeviceLink,
  readDeviceRequest,
  readLink,
  readPrivateGenesis,
  readRecoveryKey,
  requestKind,
  writeDeviceLink,
  writeLink,
  writeRecoveryKey,
} from '../../../core/membership/index.ts'
import { parseCertificate, readCertificate } from '../../../core/membership/invite.ts'
import { readProof } from '../../../core/membership/item-proof.ts'
import { type LinkKind, LINK_PREFIXES } from '../../../core/membership/link-form.ts'
import { openAction, sealAction } from '../../../core/membership/log-seal.ts'
import { encodePayload } from '../../../core/membership/payload.ts'
import { base64url, encodeCanonical, fromBase64url, fromHex, joinBytes } from '../../../core/shared/index.ts'
import { readLetter, writeLetter } from '../../../core/service/communities/private/letter.ts'
import { inside, partOf, spoilCbor, withParts } from '../../support/fuzz/cbor.ts'
import { fuzz } from '../../support/fuzz/fuzz.ts'
import { spoilBytes, spoilText, textOf, unitsOf } from '../../support/fuzz/mutators.ts'
import type { Golden } from '../../support/golden.ts'
import type { GoldenDecisions } from '../../support/golden-decisions.ts'
import type { GoldenDevices } from '../../support/golden-devices.ts'
import { seededRandom } from '../../support/surroundings.ts'

const raw = (text: string): Uint8Array => fromHex(text) ?? new Uint8Array(0)
const none = new Uint8Array(0)
function fixture(name: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../../fixtures/v1', name), 'utf8'))
}
const golden = fixture('vectors.json') as Golden
const devices = fixture('devices.json') as GoldenDevices
const decisions = fixture('decisions.json') as GoldenDecisions
const ada = deviceOf(raw(golden.identity.ada.seed))
const laptop = deviceOf(raw(devices.seeds.laptop))

const secret = raw(decisions.secret)
const keys = logKeys(secret)
const sealedActions = decisions.items.map(raw)
const opened = sealedActions.map((sealed) => openAction(keys, sealed))

/** What an action's body must be, by what was read of it. */
function bodyOf({ community, device, seq, prev, parents, at, payload }: Action): Uint8Array {
  const bytes = (id: string | undefined): Uint8Array => (id === undefined ? none : (fromBase64url(id) ?? none))
  const { type, value } = encodePayload(payload)
  return encodeCanonical([1, bytes(community), bytes(device), seq, bytes(prev), parents.map(bytes), at, type, value])
}

describe('actions', () => {
  const signature = new Uint8Array(64)
  fuzz({
    name: 'action',
    samples: opened.map(({ body }) => body),
    spoil: [spoilCbor, spoilCbor, spoilBytes],
    read: (body) => parseAction(body, signature),
    throws: ['membership/malformed'],
    accepted: (action, body) => expect(bodyOf(action)).toEqual(body),
    cases: 4000,
  })

  const unsealed = (sealed: Uint8Array): Uint8Array | undefined => {
    try {
      return decrypt(keys.content, sealed.subarray(0, 24), sealed.subarray(24), none)
    } catch {
      return undefined
    }
  }
  const resealed = (plain: Uint8Array): Uint8Array => {
    const nonce = keyedHash(keys.nonce, plain).subarray(0, 24)
    return joinBytes(nonce, encrypt(keys.content, nonce, plain, none))
  }
  fuzz({
    name: 'sealed-action',
    samples: sealedActions,
    spoil: [inside(unsealed, resealed), spoilBytes],
    read: (sealed) => openAction(keys, sealed),
    throws: ['membership/malformed'],
    accepted: (action, sealed) => expect(sealAction(keys, action)).toEqual(sealed),
    cases: 1500,
  })
})

describe('item proofs', () => {
  const headers = golden.items.map(({ header }) => raw(header))
  const community = golden.log.community
  const signed = (header: Uint8Array): Uint8Array =>
    encodeCanonical([header, sign(ada.signing, digest('folkmoot/item-signature/1', digest('folkmoot/item/1', header)))])
  fuzz({
    name: 'item-proof',
    samples: headers.map(signed),
    spoil: [inside((proof) => partOf(proof, 0), signed), spoilBytes],
    read: (proof) => readProof(community, [partOf(proof, 0) ?? none, partOf(proof, 1) ?? none]),
    throws: [],
    cases: 1000,
  })
})

describe('certificates', () => {
  const resigned = (body: Uint8Array): Uint8Array =>
    encodeCanonical([body, sign(ada.signing, digest('folkmoot/invite-certificate/1', body))])
  const samples = [raw(golden.invite.certificate)]
  const spoil = [inside((bytes) => partOf(bytes, 0), resigned), spoilCbor, spoilBytes]
  const throws = ['invite/damaged']
  fuzz({ name: 'certificate', samples, spoil, read: readCertificate, throws, cases: 1500 })
  fuzz({
    name: 'certificate-form',
    samples,
    spoil,
    read: parseCertificate,
    throws,
    accepted: (terms, bytes) =>
      expect(
        encodeCanonical([
          encodeCanonical([
            1,
            fromBase64url(terms.community) ?? none,
            fromBase64url(terms.inviter) ?? none,
            terms.inviteKey,
            terms.role,
            terms.uses,
            terms.expires,
            terms.approval,
          ]),
          partOf(bytes, 1) ?? none,
        ]),
      ).toEqual(bytes),
    cases: 1500,
  })
})

/** The fields of a link, to be packed again with a right sum. */
function linkForm(kind: LinkKind, domain: Domain) {
  const bytesIn = (sample: Uint8Array): Uint8Array | undefined =>
    fromBase64url(textOf(sample).replace(/\s+/g, '').slice(LINK_PREFIXES[kind].length))
  const unwrap = (sample: Uint8Array): Uint8Array | undefined => {
    try {
      const bytes = bytesIn(sample)
      return bytes && Uint8Array.from(inflateRawSync(bytes.subarray(1, -4), { maxOutputLength: 1 << 20 }))
    } catch {
      return undefined
    }
  }
  /** Under the version that the sample has. */
  const wrap = (body: Uint8Array, sample: Uint8Array): Uint8Array => {
    const packed = joinBytes(Uint8Array.of(bytesIn(sample)?.[0] ?? 1), deflateRawSync(body))
    return unitsOf(LINK_PREFIXES[kind] + base64url(joinBytes(packed, digest(domain, packed).subarray(0, 4))))
  }
  return { unwrap, wrap }
}

/** Links inflate, and texts in them weigh twice. */
const linkWeight = (): number => 128 * 1024

describe('links', () => {
  const samples = [golden.invite.link, devices.pairing.link, devices.recovery.text].map(unitsOf)
  const foreign = (room: string, ...codes: readonly string[]): string[] =>
    ['damaged', 'newer-version', ...codes].map((code) => `${room}/${code}`)

  const invite = linkForm('invite', 'folkmoot/invite-checksum/1')
  const withText = inside(
    (sample) => partOf(invite.unwrap(sample) ?? none, 4),
    (text, sample) => {
      const signature = sign(ada.signing, digest('folkmoot/invite-text/1', text))
      return invite.wrap(withParts(invite.unwrap(sample) ?? none, { 4: text, 5: signature }), sample)
    },
  )
  fuzz({
    name: 'invite-link',
    samples: samples.slice(0, 1),
    spoil: [inside(invite.unwrap, invite.wrap), withText, spoilText],
    read: (input) => readLink(textOf(input)),
    throws: foreign('invite', 'not-a-link', 'device-link', 'recovery-key'),
    accepted: (read) => expect(readLink(writeLink(ada, read))).toEqual(read),
    most: linkWeight,
    cases: 1500,
  })

  const device = linkForm('device', 'folkmoot/device-checksum/1')
  const withTerms = inside(
    (sample) => partOf(device.unwrap(sample) ?? none, 0),
    (terms, sample) =>
      device.wrap(encodeCanonical([terms, sign(laptop.signing, digest('folkmoot/device-link/1', terms))]), sample),
  )
  fuzz({
    name: 'device-link',
    samples: samples.slice(1, 2),
    spoil: [inside(device.unwrap, device.wrap), withTerms, withTerms, spoilText],
    read: (input) => readDeviceLink(textOf(input)),
    throws: foreign('device', 'not-a-link', 'invite-link', 'recovery-key'),
    accepted: (read) => expect(readDeviceLink(writeDeviceLink(laptop, read))).toEqual(read),
    most: linkWeight,
    cases: 1500,
  })

  const recovery = linkForm('recovery', 'folkmoot/recovery-checksum/1')
  fuzz({
    name: 'recovery-key',
    samples: samples.slice(2),
    spoil: [inside(recovery.unwrap, recovery.wrap), spoilText],
    read: (input) => readRecoveryKey(textOf(input)),
    throws: foreign('recovery', 'not-a-key', 'invite-link', 'device-link'),
    accepted: (read) => expect(readRecoveryKey(writeRecoveryKey(read))).toEqual(read),
    most: linkWeight,
    cases: 1500,
  })

  fuzz({
    name: 'link-kind',
    samples,
    spoil: [spoilText],
    read: (input) => kindOfLink(textOf(input)),
    throws: [],
    cases: 500,
  })
})

describe('requests of the join protocol', () => {
  const samples = [golden.invite.request, devices.pairing.request, devices.recovery.request].map(raw)
  const spoil = [spoilCbor, spoilBytes]
  fuzz({ name: 'request-kind', samples, spoil, read: requestKind, throws: [], cases: 1000 })
  fuzz({
    name: 'device-request',
    samples: samples.slice(1, 2),
    spoil,
    read: readDeviceRequest,
    throws: ['device/not-accepted'],
    accepted: ({ pairingKey, device: { signing, box }, share, pairingSignature, deviceSignature }, bytes) =>
      expect(encodeCanonical([2, pairingKey, signing, box, share, pairingSignature, deviceSignature])).toEqual(bytes),
    cases: 1500,
  })
})

describe('private spaces', () => {
  const founding = foundPrivate(ada, seededRandom('fuzz/private'), 1)
  const letter = { secret: founding.secret, genesis: founding.item }
  const { box } = ada
  const open = (bytes: Uint8Array): Uint8Array | undefined => {
    try {
      return openSealed(box, bytes)
    } catch {
      return undefined
    }
  }
  fuzz({
    name: 'letter',
    samples: [writeLetter(box.publicKey, letter)],
    spoil: [inside(open, (inner) => sealFor(box.publicKey, inner)), spoilBytes],
    read: (bytes) => readLetter(box, bytes),
    throws: ['private/not-a-letter'],
    accepted: (read, bytes) => expect(encodeCanonical([1, read.secret, read.genesis])).toEqual(open(bytes)),
    cases: 800,
  })

  const own = logKeys(founding.secret)
  const bodyOfGenesis = (sealed: Uint8Array): Uint8Array | undefined => {
    try {
      return openAction(own, sealed).body
    } catch {
      return undefined
    }
  }
  const signedAnew = (body: Uint8Array): Uint8Array => {
    const signature = sign(ada.signing, digest('folkmoot/action-signature/1', digest('folkmoot/action/1', body)))
    return sealAction(own, { body, signature } as Action)
  }
  fuzz({
    name: 'private-genesis',
    samples: [founding.item],
    spoil: [inside(bodyOfGenesis, signedAnew), spoilBytes],
    read: (sealed) => readPrivateGenesis(founding.secret, sealed),
    throws: [],
    cases: 800,
  })
})
