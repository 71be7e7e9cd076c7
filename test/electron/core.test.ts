/** The real core behind the real shell: the contract over the port, from first start to a quit that leaves nothing. */
import type { ContractRouterClient } from '@orpc/contract'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import type { Contract } from '../../core/contract/index.ts'
import type { StandIn } from './stand-in/index.ts'
import { alive, folder, root, Screen, start, windowOf, type StartOptions } from './support.ts'

type Client = ContractRouterClient<Contract>
const core = join(root, 'core/node/utility.ts')
const link = 'folkmoot://join#o2RjcmVkaXQ'

async function open(options: StartOptions): Promise<{ electron: StandIn; screen: Screen<Client>; client: Client }> {
  const electron = start({ core, ...options })
  const screen = new Screen<Client>(await windowOf(electron))
  screen.ask()
  return { electron, screen, client: await screen.client() }
}

/** The first answer of a live query that is as wished. */
async function first<T>(query: Promise<AsyncIterable<T>>, wished: (answer: T) => boolean): Promise<T> {
  for await (const answer of await query) if (wished(answer)) return answer
  throw new Error('the live query ended')
}

it('opens the profile, takes the link, survives a crash and a quit, and the same key opens it at the next start', async () => {
  const userData = folder()
  const { electron, screen, client } = await open({ userData, argv: [link] })
  expect(await first(client.host.watch(), ({ state }) => state !== 'starting')).toMatchObject({ state: 'ready', link })
  expect(await client.host.takeLink()).toEqual({ link })

  electron.children[0]?.crash()
  const again = await screen.client(1)
  const view = await first(again.host.watch(), ({ state }) => state !== 'starting')
  expect(view.state).toBe('ready')
  expect(view.link).toBeUndefined()

  const pid = electron.children[1]?.pid ?? 0
  electron.app.quit()
  expect(await electron.app.exited).toBe(0)
  await vi.waitFor(() => expect(alive(pid)).toBe(false))

  const next = await open({ userData })
  expect(await first(next.client.host.watch(), ({ state }) => state !== 'starting')).toMatchObject({ state: 'ready' })
})

it('another key does not open the profile: the shell says so, and starts no second core', async () => {
  const [ada, bram] = [folder(), folder()]
  for (const userData of [ada, bram]) {
    const { electron, client } = await open({ userData })
    await first(client.host.watch(), ({ state }) => state === 'ready')
    electron.app.quit()
    await electron.app.exited
  }
  copyFileSync(join(bram, 'key.sealed'), join(ada, 'key.sealed'))

  const next = start({ core, userData: ada })
  expect(await next.app.exited).toBe(1)
  expect(next.seen).toEqual([expect.stringMatching(/^error: Folkmoot cannot go on: ./)])
  expect(next.children).toHaveLength(1)
})
