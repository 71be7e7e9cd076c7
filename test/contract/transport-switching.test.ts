/** Switches that follow one another faster than what they switch, on loopback. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, describe, expect, test } from 'vitest'
import { REACH_DEFAULTS } from '../../core/shared/index.ts'
import { parseAddress, type Transport } from '../../core/sync/transport/index.ts'
import { loopbackTransport } from '../support/relayed-net.ts'

const { signal } = new AbortController()
const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})
const base = { ...REACH_DEFAULTS, openRouter: false }

async function rosas(helpConnect: boolean): Promise<{ rosa: Transport; port: number }> {
  const rosa = await loopbackTransport({ helpConnect })
  cleanups.push(() => rosa.stop())
  await rosa.start(signal)
  return { rosa, port: parseAddress(rosa.addresses()[0] ?? '')?.port ?? 0 }
}

/** Whether somebody listens there by UDP. */
async function isTaken(port: number): Promise<boolean> {
  const socket = createSocket('udp4')
  const listening = once(socket, 'listening').then(
    () => false,
    () => true,
  )
  socket.bind({ port, address: '127.0.0.1', exclusive: true })
  const taken = await listening
  socket.close()
  return taken
}

describe('switches in quick succession', () => {
  test('who stops at once after the start leaves nothing that listens', async () => {
    const { rosa, port } = await rosas(true)
    await rosa.stop()
    expect(await isTaken(port)).toBe(false)
  })

  test('helping that is switched on and off ends as it was said last', async () => {
    const { rosa, port } = await rosas(false)
    const on = rosa.configure({ ...base, helpConnect: true }, signal)
    const off = rosa.configure({ ...base, helpConnect: false }, signal)
    await Promise.all([on, off])
    expect(await isTaken(port)).toBe(false)
    await rosa.configure({ ...base, helpConnect: true }, signal)
    expect(await isTaken(port)).toBe(true)
    await rosa.stop()
    expect(await isTaken(port)).toBe(false)
  })

  test('helping that is switched off right after the start is off', async () => {
    const { rosa, port } = await rosas(true)
    await rosa.configure({ ...base, helpConnect: false }, signal)
    expect(await isTaken(port)).toBe(false)
  })
})
