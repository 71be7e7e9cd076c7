/** What a membership log costs: one of 1,000 members with 3 devices each, judged from scratch, against its bare signature checks. */
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deviceOf, type Device, newDeviceSeed, publicDevice, verify } from '../../core/identity/index.ts'
import {
  addDevice,
  admit,
  found,
  KeyRing,
  MembershipLog,
  membershipSchema,
  removeMember,
  setRole,
} from '../../core/membership/index.ts'
import type { Action } from '../../core/membership/action.ts'
import { inviteKeys, signCertificate } from '../../core/membership/invite.ts'
import { proveDevice } from '../../core/membership/device-proof.ts'
import { writeLink, writeRequest, readLink } from '../../core/membership/index.ts'
import { fromBase64url, type MemberId } from '../../core/shared/index.ts'
import { openDatabase } from '../../core/storage/index.ts'
import { keptLog, seededRandom } from '../support/surroundings.ts'
import type { Bench } from './bench.ts'

export const members: Bench = {
  name: 'members',
  about: 'a log received, judged, folded and kept / the signatures in it checked and nothing else',
  async run(options) {
    const count = Number(options.get('members') ?? 1000)
    const { items, actions, community, secret } = grown(count)
    const [ours, bare]: [number[], number[]] = [[], []]
    for (let round = 0; round < 3; round++) {
      const path = join(tmpdir(), `folkmoot-members-${process.pid}-${round}.db`)
      const database = openDatabase({ path, key: new Uint8Array(32), schemas: [membershipSchema] })
      ours.push(
        timed(() => {
          const log = MembershipLog.begin({ database, community, log: keptLog() }, secret, items)
          if (log.state.members.size !== count || log.size !== actions.length)
            throw new TypeError('the log is not whole')
        }),
      )
      database.close()
      for (const tail of ['', '-wal', '-shm']) rmSync(path + tail, { force: true })
      bare.push(timed(() => actions.forEach(checkSignatures)))
    }
    const [mine, other] = [Math.min(...ours), Math.min(...bare)]
    const details = {
      actions: actions.length,
      KiB: items.reduce((sum, { length }) => sum + length, 0) / 1024,
      ms: mine,
      'bare ms': other,
      'us each': (mine / actions.length) * 1000,
    }
    return [{ name: 'members', ratio: mine / other, goal: 2, unit: 'time', details }]
  },
}

/** As many signatures as an action carries: its own, and those of an admission or a new device. */
function checkSignatures({ payload, device, signature, body }: Action): void {
  const key = fromBase64url(device) ?? new Uint8Array(0)
  verify(key, body.subarray(0, 32), signature)
  if (payload.type === 'admit') {
    verify(key, body.subarray(0, 32), payload.inviteSignature)
    verify(payload.device, body.subarray(0, 32), payload.deviceSignature)
    verify(key, body.subarray(0, 32), payload.inviteSignature)
  } else if (payload.type === 'add-device') verify(payload.device, body.subarray(0, 32), payload.deviceSignature)
}

/** A community as it grows: members let in by one another, second and third devices, some moderators, some removals. */
function grown(count: number) {
  const random = seededRandom('members')
  const path = join(tmpdir(), `folkmoot-members-${process.pid}.db`)
  const database = openDatabase({ path, key: new Uint8Array(32), schemas: [membershipSchema] })
  const first = deviceOf(newDeviceSeed(random))
  const { community, secret, item } = found(first, random, 1)
  const log = MembershipLog.begin({ database, community, log: keptLog() }, secret, [item])
  const contextOf = (device: Device) => ({
    log,
    ring: new KeyRing(device, () => log.state),
    device,
    random,
    now: log.size,
  })
  const devices = [first]
  const link = linkOf(first, community, secret, random)
  database.transaction('received', () => {
    while (devices.length < count) {
      const host = devices[Math.floor(devices.length / 2)] ?? first
      const device = deviceOf(newDeviceSeed(random))
      const meeting = { nonce: random.bytes(32), joiner: 'j', admitter: 'a' }
      admit(contextOf(host), writeRequest(readLink(link), device, meeting), meeting)
      devices.push(device)
    }
    for (const device of devices) {
      for (const _ of [2, 3]) {
        const added = deviceOf(newDeviceSeed(random))
        const deviceSignature = proveDevice(community, device.id, added, false)
        addDevice(contextOf(device), { device: publicDevice(added), recovery: false, deviceSignature })
      }
    }
    const memberOf = (at: number): MemberId => log.state.devices.get(devices[at]?.id ?? first.id)?.member as MemberId
    for (let at = 1; at <= 10; at++) setRole(contextOf(first), memberOf(at), 'moderator', [])
    for (let at = 11; at <= 20; at++) removeMember(contextOf(first), memberOf(at), [])
  })
  const items = log.missingFor([])
  const actions = log.actions()
  database.close()
  for (const tail of ['', '-wal', '-shm']) rmSync(path + tail, { force: true })
  return { items, actions, community, secret }
}

function linkOf(
  device: Device,
  community: MembershipLog['community'],
  communitySecret: Uint8Array,
  random: ReturnType<typeof seededRandom>,
): string {
  const inviteSecret = random.bytes(16)
  const inviteKey = inviteKeys(inviteSecret).publicKey
  const terms = { community, inviteKey, role: 'member', uses: 1000, expires: 1e15, approval: false } as const
  const text = { name: 'Many', purpose: '', rules: '', inviter: 'ada' }
  const certificateBytes = signCertificate(device, terms)
  return writeLink(device, { community, communitySecret, inviteSecret, certificateBytes, text, addresses: [] })
}

function timed(work: () => void): number {
  const start = performance.now()
  work()
  return performance.now() - start
}
