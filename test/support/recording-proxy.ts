/** Stands between a peer and those who dial it, as anybody on the way does, and keeps every byte that passes. */
import { connect, createServer, type Server, type Socket } from 'node:net'

export interface RecordingProxy extends AsyncDisposable {
  /** Where to dial instead. */
  readonly port: number
  /** All that passed, in both directions. */
  bytes(): Buffer
}

export async function recordingProxy(to: number): Promise<RecordingProxy> {
  const seen: Buffer[] = []
  const sockets = new Set<Socket>()
  const server: Server = createServer((near) => {
    const far = connect(to, '127.0.0.1')
    for (const [from, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.on('data', (bytes: Buffer) => {
        seen.push(bytes)
        other.write(bytes)
      })
      from.on('error', () => other.destroy())
      from.on('end', () => other.end())
      from.on('close', () => sockets.delete(from))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    bytes: () => Buffer.concat(seen),
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
