/** A join under way: whom it believes, when it gives up, and what it says meanwhile. */
import { describe, expect, it } from 'vitest'
import { deviceOf, newDeviceSeed } from '../../../core/identity/index.ts'
import {
  codeFor,
  commitTo,
  deviceErrors,
  inviteErrors,
  membershipErrors,
  readLink,
} from '../../../core/membership/index.ts'
import { Joining, type JoinState } from '../../../core/service/communities/joining.ts'
import { asDevice, byInvite, type Way } from '../../../core/service/communities/ways.ts'
import type { JoinRequest } from '../../../core/service/index.ts'
import { base64url, type CommunityId, FolkmootError, LIMITS, type PeerId } from '../../../core/shared/index.ts'
import { transportErrors } from '../../../core/sync/index.ts'
import { noNetwork } from '../../support/one-service.ts'
import { smallCommunity } from '../../support/small-community.ts'
import { keptLog, seededRandom, testClock } from '../../support/surroundings.ts'

const random = seededRandom('joining')
const device = deviceOf(newDeviceSeed(random))
const peers = ['12D3KooWAda1111', '12D3KooWBram111', '12D3KooWMallory'] as PeerId[]
const [ada, bram, mallory] = peers as [PeerId, PeerId, PeerId]
const at = (peer: PeerId): string => `/ip4/192.0.2.7/tcp/4001/p2p/${peer}`

type Say = (request: JoinRequest) => FolkmootError | 'admitted'

/** Goes a way with members who say these things, try after try; the last for ever. */
async function go(
  way: Way,
  tries: readonly Say[],
  until: (state: JoinState) => boolean,
  pace = 1000,
): Promise<JoinState[]> {
  const clock = testClock()
  const states: JoinState[] = []
  const { promise, resolve } = Promise.withResolvers<void>()
  let round = 0
  const joining: Joining = new Joining({
    way,
    clock,
    random,
    log: keptLog(),
    onChange: () => {
      states.push(joining.state)
      if (until(joining.state)) resolve()
    },
    admitted: () => undefined,
    network: {
      ...noNetwork,
      join: async (request) => {
        clock.advance(pace)
        const said = (tries[Math.min(round++, tries.length - 1)] ?? tries[0])?.(request)
        if (said instanceof FolkmootError) throw said
        request.admitted([])
        resolve()
      },
    },
  })
  joining.start()
  await promise
  await joining.stop()
  return states
}

const refuse =
  (...said: readonly (readonly [PeerId, FolkmootError])[]): Say =>
  (request) => {
    for (const [peer, reason] of said) request.refused(peer, reason)
    return said[0]?.[1] ?? transportErrors('unreachable')
  }
const refused = ({ step }: JoinState): boolean => step === 'refused'
const fourTries = ({ step, tries }: JoinState): boolean => step === 'waiting' && tries === 4

describe('a join by an invite', () => {
  using village = smallCommunity()
  const way = byInvite(readLink(village.link([at(ada), at(bram)])), device)

  it.each(['expired', 'used-up', 'revoked'] as const)(
    'goes on though one link holder lies that it is %s',
    async (what) => {
      const states = await go(way, [refuse([mallory, inviteErrors(what)])], fourTries)
      expect(states.some(refused)).toBe(false)
      expect(states.at(-1)).toMatchObject({ step: 'waiting', trouble: { code: `invite/${what}` } })
    },
  )

  it('goes on though one link holder answers with a log that is none', async () => {
    const states = await go(way, [refuse([mallory, membershipErrors('not-admitted')])], fourTries)
    expect(states.some(refused)).toBe(false)
  })

  it('ends when the inviter says so, or two members', async () => {
    const byInviter = await go(way, [refuse([ada, inviteErrors('revoked')])], refused)
    expect(byInviter.at(-1)).toMatchObject({ step: 'refused', tries: 1, trouble: { code: 'invite/revoked' } })
    const byTwo = await go(
      way,
      [refuse([mallory, inviteErrors('used-up')]), refuse(), refuse([bram, inviteErrors('used-up')])],
      refused,
    )
    expect(byTwo.at(-1)).toMatchObject({ step: 'refused', tries: 3, trouble: { code: 'invite/used-up' } })
  })

  it('is let in by one though another refuses', async () => {
    const states = await go(way, [refuse([mallory, inviteErrors('used-up')]), () => 'admitted'], () => false)
    expect(states.some(refused)).toBe(false)
  })

  it('does not ask with an invite that has expired', async () => {
    const late = { ...way, over: () => inviteErrors('expired') }
    const states = await go(late, [() => 'admitted'], refused)
    expect(states.at(-1)).toMatchObject({ trouble: { code: 'invite/expired' } })
  })

  it('gives its device’s keys to whoever is reached', () => {
    expect(way.only).toBeUndefined()
    expect(way.code).toBeUndefined()
  })
})

describe('a join as one more device', () => {
  const nonce = random.bytes(32)
  const link = {
    community: base64url(random.bytes(32)) as CommunityId,
    communitySecret: random.bytes(16),
    pairingSecret: random.bytes(16),
    commitment: commitTo(nonce),
    adding: deviceOf(newDeviceSeed(random)).id,
    peer: ada,
    name: 'Mill Lane',
    addresses: [at(ada), at(bram)],
    expires: 1_800_000_600_000,
  }
  const way = asDevice(link, device)
  const compare: Say = (request) => {
    request.compare?.(nonce)
    return refuse([ada, deviceErrors('compare')])(request)
  }

  it('asks nobody but the device that made the link', () => {
    expect(way.only).toBe(ada)
  })

  it('shows the code and nothing else until it was confirmed', async () => {
    const states = await go(way, [refuse(), compare, compare, () => 'admitted'], () => false)
    const code = codeFor(link, device, nonce)
    const first = states.findIndex(({ step }) => step === 'comparing')
    expect(first).toBeGreaterThan(0)
    for (const state of states.slice(first))
      expect(state).toMatchObject({ step: 'comparing', code, trouble: undefined })
  })

  it.each(['ended', 'expired', 'other-keys', 'differs', 'not-accepted', 'too-many'] as const)(
    'ends when that device says %s, and not when another does',
    async (what) => {
      const states = await go(way, [compare, refuse([ada, deviceErrors(what)])], refused)
      expect(states.at(-1)).toMatchObject({ step: 'refused', trouble: { code: `device/${what}` } })
      const lied = await go(way, [refuse([bram, deviceErrors(what)])], fourTries)
      expect(lied.some(refused)).toBe(false)
    },
  )

  it('ends when that device shows another nonce than the link promised, with no code shown', async () => {
    const wrong: Say = (request) => {
      expect(() => request.compare?.(random.bytes(32))).toThrow('does not fit this link')
      return refuse([ada, deviceErrors('untrue')])(request)
    }
    const states = await go(way, [wrong], refused)
    expect(states.at(-1)).toMatchObject({ step: 'refused', trouble: { code: 'device/untrue' } })
    expect(states.some((state) => state.code !== undefined)).toBe(false)
  })

  it('gives up when its time is over', async () => {
    const states = await go(way, [refuse()], refused, LIMITS.pairingAge / 20)
    expect(states.at(-1)).toMatchObject({ step: 'refused', tries: 21, trouble: { code: 'device/expired' } })
  })
})
