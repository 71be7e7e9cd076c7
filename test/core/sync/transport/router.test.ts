/** What a router of the enemy answers. */
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { Gateway } from '../../../../core/sync/transport/libp2p/router/gateway.ts'
import { askHttp } from '../../../../core/sync/transport/libp2p/router/http.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

/** Says the same to whoever asks, and closes only when told. */
async function saying(answer: string | Buffer): Promise<{ url: URL; asked: string[] }> {
  const asked: string[] = []
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
    socket.on('data', (data) => {
      asked.push(data.toString('latin1').split('\r\n')[0] ?? '')
      socket.write(answer)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanups.push(() => {
    for (const socket of open) socket.destroy()
    server.close()
  })
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  return { url: new URL(`http://127.0.0.1:${port}/description.xml`), asked }
}

const ask = (url: URL, signal: AbortSignal): Promise<unknown> =>
  askHttp(url, { method: 'GET' }, signal).catch((error: unknown) => error)
const body = (text: string): string => `HTTP/1.1 200 OK\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`

describe('what a hostile router answers', () => {
  test.each([
    ['another protocol', 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nhello'],
    ['no HTTP', '\0\xff\r\n\r\n'],
    ['headers without end', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}`],
    ['more than is read', `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(300_000)}`],
  ])('%s is an end, not a wait', async (_, answer) => {
    const { url } = await saying(answer)
    const signal = AbortSignal.timeout(20_000)
    expect(await ask(url, signal)).toBeInstanceOf(Error)
    expect(signal.aborted).toBe(false)
  })

  test.each([
    ['nothing', ''],
    ['what never ends', 'HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nx'],
    ['promises', 'HTTP/1.1 102 Processing\r\n\r\n'],
  ])('with %s it is waited until we wait no more', async (_, answer) => {
    const { url } = await saying(answer)
    expect(await ask(url, AbortSignal.timeout(200))).toBeInstanceOf(Error)
  })

  test.each([
    ['elsewhere', 'http://127.0.0.2:1/control'],
    ['a file', 'file:///etc/passwd'],
    ['with another name for itself', 'http://localhost:1/control'],
  ])('one that is to be asked %s is not asked', async (_, control) => {
    const service = '<serviceType>urn:schemas-upnp-org:service:WANIPConnection:1</serviceType>'
    const { url, asked } = await saying(body(`<service>${service}<controlURL>${control}</controlURL></service>`))
    const found = { description: url, own: '127.0.0.1' }
    await expect(Gateway.of(found, AbortSignal.timeout(5_000))).rejects.toMatchObject({ code: 'sync/unreachable' })
    expect(asked).toHaveLength(1)
  })

  test.each([
    ['elements that never end', '<service>'.repeat(14_000)],
    ['a name as long as may be', `<service>${'<a'.repeat(60_000)}</service>`],
    ['spaces', `<service><serviceType ${' <serviceType'.repeat(9_000)}`],
    ['entities', `<!DOCTYPE a [${'<!ENTITY a "&a;&a;">'.repeat(2_000)}]><service>&a;</service>`],
  ])('%s are read in no time that matters', async (_, text) => {
    const { url } = await saying(body(text))
    const found = { description: url, own: '127.0.0.1' }
    await expect(Gateway.of(found, AbortSignal.timeout(20_000))).rejects.toMatchObject({ code: 'sync/unreachable' })
  })
})
