import { afterEach, expect, test } from 'vitest'
import { Agent, type AgentConfig } from '../../../support/netlab-process.ts'

/** Transports in processes of their own: what they see of the machine can be changed before anything is loaded. */
const agents: Agent[] = []
const start = async (config: AgentConfig): Promise<Agent> => {
  const agent = await Agent.start({ listen: { host: '127.0.0.1' }, ...config })
  agents.push(agent)
  return agent
}
afterEach(() => agents.splice(0).forEach((each) => each.kill()))

test.each(['tls', 'noise'] as const)(
  'without ChaCha20 in node:crypto, as in Electron, a whole exchange works over %s',
  { timeout: 30_000 },
  async (encryption) => {
    const shell = await start({ likeElectron: true, encryption: [encryption] })
    const keeper = await start({ encryption: [encryption] })
    expect(await shell.echo(keeper, 300_000)).toBe('lan')
    const second = await start({ likeElectron: true, encryption: [encryption] })
    expect(await second.echo(shell, 300_000)).toBe('lan')
    expect(await shell.stop()).toBe('')
  },
)

test('a device whose clock is wrong by hours is reached all the same, whoever dials', { timeout: 30_000 }, async () => {
  const ahead = await start({ clockShiftMs: 5 * 3_600_000 })
  const right = await start({})
  const other = await start({})
  const tlsAlone = await start({ encryption: ['tls'] })
  await expect(tlsAlone.echo(ahead)).rejects.toThrow('sync/unreachable')
  expect(await right.echo(ahead)).toBe('lan')
  expect(await ahead.echo(other)).toBe('lan')
})
