/** Ada’s community gets a machine that is always on: a member’s device without screens, which joins by a link that nobody else sees. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { CoreProcess, quietly, startCoreProcess, temporaryFolder } from '../support/core-process.ts'
import { until } from '../support/neighbours.ts'
import type { Client } from '../support/screen.ts'

const cli = fileURLToPath(new URL('../../core/node/cli.ts', import.meta.url))

async function village(folder: string) {
  const ada = startCoreProcess(join(folder, 'ada'))
  const { client } = await ada.screen()
  const place = await client.communities.create({
    ...{ name: 'Garden', purpose: 'Grow food', rules: 'Be kind.', template: 'neighbourhood', displayName: 'Ada' },
  })
  const { community } = place
  const { link } = await client.invites.create({ community, uses: 2, hours: 24, role: 'member', approval: false })
  return { ada, client, place, community, link }
}

const isThere = (client: Client, community: Awaited<ReturnType<typeof village>>['community'], name: string) =>
  until(client.sync.watch({ community }), ({ list }) =>
    list.some((peer) => peer.name === name && peer.state === 'synced'),
  )

it('joins by a link in a file of its own, and is there again after a kill and a stop', async () => {
  using folder = temporaryFolder()
  const { ada, client, community, link } = await village(folder.path)
  await using _ = ada
  const file = join(folder.path, 'link')
  writeFileSync(file, `${link}\nGarden shed\n`, { mode: 0o600 })
  const home = join(folder.path, 'shed')
  const args = ['--headless', '--profile', home, ...quietly, '--join-file', file, '--help-connect']
  await using first = new CoreProcess({ args })
  await isThere(client, community, 'Garden shed')
  await first.kill()
  // The same command line, as a service manager starts it.
  await using second = new CoreProcess({ args })
  await isThere(client, community, 'Garden shed')
  second.child.kill('SIGTERM')
  const { code, out, errors } = await second.ended
  expect([code, errors]).toEqual([0, ''])
  expect(out).toContain('runs without screens')
  for (const text of [out, readFileSync(join(home, 'logs', 'core.log'), 'utf8')])
    for (const secret of [link.slice(20), 'Garden', 'Be kind']) expect(text.includes(secret)).toBe(false)
}, 60_000)

it('takes the link from a pipe, as another device of Ada’s too, and shows the code to compare', async () => {
  using folder = temporaryFolder()
  const { ada, client, community } = await village(folder.path)
  await using _ = ada
  const words = [cli, '--headless', '--profile', join(folder.path, 'second'), ...quietly, '--join']
  let child: ReturnType<typeof spawn> | undefined
  let out = ''
  for await (const view of await client.devices.pair({ community })) {
    if (view.step === 'waiting' && !child) {
      child = spawn(process.execPath, words, { stdio: ['pipe', 'pipe', 'pipe'] })
      child.stdout?.on('data', (piece: Buffer) => (out += piece.toString()))
      child.stdin?.end(`${view.link}\n`)
    }
    if (view.step === 'comparing' && view.code !== undefined) {
      const { code } = view
      while (!out.includes(code)) await new Promise((resolve) => void setTimeout(resolve, 50))
      await client.devices.compared({ community, same: true })
    }
    if (view.step === 'done') break
  }
  await until(client.devices.watch({ community }), (all) => all.length === 2)
  while (!out.includes('Joined.')) await new Promise((resolve) => void setTimeout(resolve, 50))
  child?.kill('SIGTERM')
  if (child) expect(await once(child, 'close')).toEqual([0, null])
}, 60_000)

it('refuses a file that others can read, a pipe that says nothing, and a link that is none', async () => {
  using folder = temporaryFolder()
  const file = join(folder.path, 'link')
  writeFileSync(file, 'folkmoot://join#nothing\n')
  chmodSync(file, 0o644)
  const run = (...args: readonly string[]) =>
    new CoreProcess({ args: ['--headless', '--profile', join(folder.path, 'home'), ...quietly, ...args] }).ended
  const open = await run('--join-file', file)
  expect([open.code, open.errors]).toEqual([1, expect.stringContaining('Others can read the file')])
  chmodSync(file, 0o600)
  const damaged = await run('--join-file', file)
  expect([damaged.code, damaged.errors]).toEqual([1, expect.stringMatching(/^folkmoot: [^\n]+\n$/)])
  const missing = await run('--join-file', join(folder.path, 'none'))
  expect(missing.errors).toContain('cannot be read')
  const silent = await run('--join')
  expect([silent.code, silent.errors]).toEqual([1, expect.stringContaining('No link was given')])
}, 60_000)

it('keeps a keeper’s folder and a member’s apart', async () => {
  using folder = temporaryFolder()
  const [home, other] = [join(folder.path, 'keeper'), join(folder.path, 'ada')]
  await using keeper = new CoreProcess({ args: ['--keeper', '--profile', home, ...quietly] })
  await keeper.line()
  await keeper.stop()
  const asMember = await new CoreProcess({ args: ['--headless', '--profile', home, ...quietly] }).ended
  expect([asMember.code, asMember.errors]).toEqual([1, expect.stringContaining('belongs to a keeper')])
  await using ada = startCoreProcess(other)
  await ada.line()
  await ada.stop()
  const asKeeper = await new CoreProcess({ args: ['--keeper', '--profile', other, ...quietly] }).ended
  expect([asKeeper.code, asKeeper.errors]).toEqual([1, expect.stringContaining('must never hold')])
  expect(existsSync(join(other, 'keeper.db'))).toBe(false)
}, 60_000)
