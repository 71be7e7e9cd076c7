import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { spawnSync } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { serveShell, type ParentPort } from '../../../core/node/shell/serve.ts'
import { frameSize, LIMITS, type CoreMessage } from '../../../core/shared/index.ts'
import { temporaryFolder } from '../../support/core-process.ts'
import { messageChannelMain } from '../../support/message-channel-main.ts'
import type { Client } from '../../support/screen.ts'
import { someCommunity, someSpace, standInRooms, type StandIn } from '../../support/standin-rooms.ts'

const bytes = new Uint8Array(32).fill(7)
const key = { bytes, protection: 'keychain' } as const

/** The shell's end of the core's process. */
function setup({ compose }: Partial<StandIn> = standInRooms()) {
  const emitter = new EventEmitter()
  const heard: CoreMessage[] = []
  const { promise: exited, resolve: exit } = Promise.withResolvers<number>()
  const port = {
    on: (event: 'message', listener: Parameters<ParentPort['on']>[1]) => emitter.on(event, listener),
    postMessage: (message: CoreMessage) => void heard.push(message),
  }
  const server = serveShell({
    port,
    exit,
    network: { discovery: false, listen: { host: '127.0.0.1', port: 0 } },
    ...(compose && { compose }),
  })
  const tell = (data: unknown, ports: readonly unknown[] = []): void => void emitter.emit('message', { data, ports })
  const connect = (): { client: Client; closed: Promise<void> } => {
    const [ours, theirs] = messageChannelMain()
    const closed = new Promise<void>((resolve) => void ours.on('close', resolve))
    const client = createORPCClient<Client>(new RPCLink({ port: ours }))
    ours.start()
    tell({ type: 'connect' }, [theirs])
    return { client, closed }
  }
  return { server, heard, exited, tell, connect }
}

async function hears(heard: readonly CoreMessage[], ...types: readonly string[]): Promise<void> {
  await expect.poll(() => heard.map(({ type }) => type)).toEqual(types)
}

describe('the core behind the window', () => {
  it('starts by message, speaks to several pages, and drains when told to stop', async () => {
    using folder = temporaryFolder()
    const rooms = standInRooms()
    const { heard, exited, tell, connect } = setup(rooms)
    tell({ type: 'start', profile: folder.path, key })
    const [one, two] = [connect(), connect()]
    await hears(heard, 'ready')
    for (const { client } of [one, two])
      expect(await client.profile.setName({ name: 'Ada' })).toMatchObject({ name: 'Ada' })
    const slow = one.client.profile.setName({ name: 'slow' })
    await expect.poll(() => rooms.underWay.has('slow')).toBe(true)
    tell({ type: 'stop' })
    expect(await slow).toMatchObject({ name: 'slow' })
    expect(await exited).toBe(0)
    await Promise.all([one.closed, two.closed])
    expect(heard.map(({ type }) => type)).toEqual(['ready', 'stopped'])
    expect(rooms.stops).toBe(1)
  })

  it('opens a real profile with the key that the shell holds', async () => {
    using folder = temporaryFolder()
    const { heard, exited, tell } = setup({})
    tell({ type: 'start', profile: folder.path, key })
    await hears(heard, 'ready')
    tell({ type: 'stop' })
    expect(await exited).toBe(0)
    expect(existsSync(join(folder.path, 'profile.db'))).toBe(true)
    expect(existsSync(join(folder.path, 'key'))).toBe(false)

    const wrong = setup({})
    wrong.tell({ type: 'start', profile: folder.path, key: { ...key, bytes: new Uint8Array(32) } })
    expect(await wrong.exited).toBe(1)
    expect(wrong.heard).toEqual([
      { type: 'failed', code: 'storage/wrong-key', text: expect.stringContaining('another profile') as string },
    ])
  })

  it('hands a link from outside to a page', async () => {
    using folder = temporaryFolder()
    const { server, heard, tell, connect } = setup()
    tell({ type: 'start', profile: folder.path, key: { bytes, protection: 'plain-keychain' } })
    tell({ type: 'open-link', link: 'folkmoot://join#abc' })
    const { client } = connect()
    await hears(heard, 'ready')
    expect((await (await client.host.watch()).next()).value).toMatchObject({ link: 'folkmoot://join#abc' })
    expect(await client.host.takeLink()).toEqual({ link: 'folkmoot://join#abc' })
    await server.stop()
  })

  it('is deaf to messages that make no sense, and closes the ports that came with them', async () => {
    using folder = temporaryFolder()
    const { server, heard, tell, connect } = setup()
    const early = connect()
    await early.closed
    const start = { type: 'start', profile: folder.path, key }
    const nonsense = [
      undefined,
      null,
      'start',
      {},
      { type: 'end' },
      { ...start, key: bytes },
      { ...start, key: { ...key, bytes: 'text' } },
      { ...start, key: { ...key, bytes: bytes.subarray(1) } },
      { ...start, key: { ...key, protection: 'file' } },
      { ...start, key: undefined },
      { ...start, more: 1 },
    ]
    for (const data of nonsense) tell(data)
    tell(start)
    tell({ ...start, profile: '/elsewhere' })
    tell({ type: 'connect' })
    tell({ type: 'open-link', link: 7 })
    await hears(heard, 'ready')
    expect(await connect().client.profile.setName({ name: 'Ada' })).toMatchObject({ name: 'Ada' })
    await server.stop()
    await connect().closed
  })

  it('shuts out a page that sends what no screen of ours would', async () => {
    using folder = temporaryFolder()
    const { server, tell, connect } = setup()
    tell({ type: 'start', profile: folder.path, key })
    for (const frame of ['garbage', { i: '1' }, new Uint8Array(3), undefined]) {
      const [port, theirs] = messageChannelMain()
      const closed = new Promise<void>((resolve) => void port.on('close', resolve))
      port.start()
      tell({ type: 'connect' }, [theirs])
      port.postMessage(frame)
      await closed
    }
    expect(await connect().client.host.takeLink()).toEqual({})
    await server.stop()
  })

  it('opens a profile that holds its own key, and makes none where the keychain has sealed one', async () => {
    using folder = temporaryFolder()
    const start = { type: 'start', profile: folder.path }
    const { heard, exited, tell } = setup({})
    tell(start)
    await hears(heard, 'ready')
    tell({ type: 'stop' })
    expect(await exited).toBe(0)
    expect(existsSync(join(folder.path, 'key'))).toBe(true)

    using other = temporaryFolder()
    writeFileSync(join(other.path, 'key.sealed'), 'v11')
    const sealed = setup({})
    sealed.tell({ ...start, profile: other.path })
    expect(await sealed.exited).toBe(1)
    expect(sealed.heard).toEqual([
      { type: 'failed', code: 'host/needs-window', text: expect.stringContaining(other.path) as string },
    ])
    expect(existsSync(join(other.path, 'key'))).toBe(false)
  })

  it('sends a page no more than it takes, and shuts one out that has taken what was never sent', async () => {
    using folder = temporaryFolder()
    const { server, tell } = setup()
    tell({ type: 'start', profile: folder.path, key })
    const [port, theirs] = messageChannelMain()
    const closed = new Promise<void>((resolve) => void port.on('close', resolve))
    let untaken = 0
    port.on('message', ({ data }) => void (untaken += frameSize(data)))
    const client = createORPCClient<Client>(new RPCLink({ port }))
    port.start()
    tell({ type: 'connect' }, [theirs])
    await expect.poll(() => client.host.takeLink()).toEqual({})
    await expect
      .poll(() => client.rooms.watch({ community: someCommunity, space: someSpace, limit: 10 }).then(() => true))
      .toBe(true)
    for (let round = 1; round <= 3; round++) {
      await expect.poll(() => untaken).toBeGreaterThan(LIMITS.screenBacklog)
      await new Promise((resolve) => setTimeout(resolve, 100))
      // The event that filled it was the last.
      expect(untaken).toBeLessThan(LIMITS.screenBacklog + 110_000)
      // Commands are answered all the while.
      expect(await client.host.takeLink()).toEqual({})
      port.postMessage(untaken)
      untaken = 0
    }
    port.postMessage(1e9)
    await closed
    await server.stop()
  })

  it('is not for the command line', () => {
    const script = fileURLToPath(new URL('../../../core/node/utility.ts', import.meta.url))
    const { status, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' })
    expect([status, stderr]).toEqual([2, 'folkmoot: this file is started by the window; use cli.js instead\n'])
  })
})
