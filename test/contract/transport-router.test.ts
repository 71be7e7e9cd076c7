/** A home whose router lets others in when it is asked by UPnP. */
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { Agent } from '../support/netlab-process.ts'
import { NetLab, whyNoRouters } from '../support/netlab.ts'
import type { StandinRouterConfig } from '../support/standin-router.ts'

const why = whyNoRouters()
if (why !== undefined) console.info(`ROUTERS SKIPPED: ${why}`)
const script = fileURLToPath(new URL('../support/standin-router.ts', import.meta.url))

interface Asked {
  readonly action: string
  readonly port: number
  readonly protocol: string
  readonly client: string
  readonly seconds: number
}

/** A home with a computer in it, its router and what that is asked. */
class Home implements Disposable {
  readonly lab = new NetLab()
  readonly internet = this.lab.network('internet')
  readonly asked: Asked[] = []
  readonly #router = this.lab.router('home', { kind: 'symmetric', outside: this.internet, address: '50.60.70.21/24' })
  readonly #ada = this.lab.host('ada', this.#router.lan, '192.168.1.2/24', this.#router.gateway)

  static async with(config: Partial<StandinRouterConfig>): Promise<Home> {
    const home = new Home()
    const whole = { inside: home.#router.gateway, external: '50.60.70.21', version: 1, ...config }
    const program = await home.lab.spawn(home.#router, [process.execPath, script, JSON.stringify(whole)])
    if (program.stdout)
      createInterface({ input: program.stdout }).on('line', (line) => home.asked.push(JSON.parse(line) as Asked))
    return home
  }

  ada(): Promise<Agent> {
    return this.lab.start(this.#ada, { listen: { port: 4007 }, reach: { openRouter: true } })
  }

  [Symbol.dispose](): void {
    this.lab.close()
  }
}

const state = async (agent: Agent, wanted: string): Promise<void> =>
  void (await agent.until((message) => message.event === 'reach' && message.reach.router === wanted, 20_000))

// They mostly wait: all at once, each in a laboratory of its own.
describe.skipIf(why !== undefined).concurrent('a router that is asked to let members in', () => {
  test.each([1, 2] as const)(
    'of the kind %i: others come in, and it is closed at the end',
    { timeout: 60_000 },
    async (version) => {
      using home = await Home.with({ version })
      const agent = await home.ada()
      await state(agent, 'open')
      const address = `/ip4/50.60.70.21/tcp/4007/p2p/${agent.peer}`
      await agent.until((message) => message.event === 'addresses' && message.addresses[0] === address)
      const bram = await home.lab.start(home.lab.host('bram', home.internet, '50.60.70.30/24'), {})
      expect(await bram.echo({ peer: agent.peer, addresses: [address] })).toBe('direct')
      await bram.stop()
      expect(await agent.stop()).toBe('')
      const done = home.asked.filter(({ action }) => action !== 'GetExternalIPAddress')
      const client = '192.168.1.2'
      expect(done.filter(({ action }) => action === 'AddPortMapping')).toEqual(
        ['TCP', 'UDP'].map((protocol) => ({ action: 'AddPortMapping', port: 4007, protocol, client, seconds: 1200 })),
      )
      const closed = done.filter(({ action }) => action === 'DeletePortMapping')
      expect(closed.map(({ port, protocol }) => `${protocol} ${port}`).toSorted()).toEqual(['TCP 4007', 'UDP 4007'])
    },
  )

  test(
    'a port that is somebody else’s is left to them, and what is kept for ever is taken too',
    { timeout: 60_000 },
    async () => {
      using home = await Home.with({ takenPorts: [4007], permanentOnly: true })
      const agent = await home.ada()
      await state(agent, 'open')
      const last = home.asked.filter(({ action, seconds }) => action === 'AddPortMapping' && seconds === 0).at(-1)
      expect(last?.protocol).toBe('UDP')
      expect(last?.port).not.toBe(4007)
      const address = `/ip4/50.60.70.21/tcp/${last?.port}/p2p/${agent.peer}`
      await agent.until((message) => message.event === 'addresses' && message.addresses[0] === address)
    },
  )

  test(
    'one that refuses, or has another router before it, lets nobody in, and nothing is said that is not so',
    { timeout: 60_000 },
    async () => {
      using home = await Home.with({ refuses: true })
      const agent = await home.ada()
      await state(agent, 'refused')
      expect(agent.addresses.filter((each) => each.includes('50.60.70'))).toEqual([])
    },
  )

  test.each(['10.0.0.7', '100.64.3.2', 'rubbish'])(
    'one that is %s outside lets nobody in',
    { timeout: 60_000 },
    async (external) => {
      using home = await Home.with({ external })
      const agent = await home.ada()
      await state(agent, 'refused')
      expect(home.asked.map(({ action }) => action)).toEqual(['GetExternalIPAddress'])
    },
  )

  test('one that names another computer to be asked is not followed', { timeout: 60_000 }, async () => {
    using home = await Home.with({ control: 'http://192.168.1.2:4007/control' })
    const agent = await home.ada()
    await state(agent, 'refused')
    expect(home.asked).toEqual([])
  })

  test('one that gives and does not say so gets it back all the same', { timeout: 60_000 }, async ({ expect }) => {
    using home = await Home.with({ silentOnUdp: true })
    const agent = await home.ada()
    await expect.poll(() => home.asked.at(-1)?.protocol, { timeout: 20_000 }).toBe('UDP')
    await agent.configure({ openRouter: false })
    await state(agent, 'off')
    const closed = (): string[] =>
      home.asked
        .filter(({ action }) => action === 'DeletePortMapping')
        .map(({ port, protocol }) => `${protocol} ${port}`)
        .toSorted()
    await expect.poll(closed, { timeout: 10_000 }).toEqual(['TCP 4007', 'UDP 4007'])
    expect(await agent.stop()).toBe('')
  })

  test('where there is none nobody waits for it, and the switch ends the search', { timeout: 60_000 }, async () => {
    using home = new Home()
    const agent = await home.ada()
    await state(agent, 'asking')
    await state(agent, 'none')
    await agent.configure({ openRouter: false })
    await state(agent, 'off')
    expect(await agent.stop()).toBe('')
    expect(agent.process.exitCode ?? (await once(agent.process, 'exit'))[0]).toBe(0)
  })
})
