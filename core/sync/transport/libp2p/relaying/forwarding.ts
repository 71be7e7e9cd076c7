import type { Stream, StreamMessageEvent } from '@libp2p/interface'
import { transportErrors } from '../../errors.ts'

/**
 * Joins two streams: what comes from one goes to the other, no faster than that takes it, until both have ended or one breaks.
 * `spend` is told of the bytes before they are passed on; when it answers false, both are broken, as when the signal is aborted.
 */
export async function forward(
  a: Stream,
  b: Stream,
  spend: (bytes: number) => boolean,
  signal: AbortSignal,
): Promise<void> {
  const stop = (): void => {
    a.abort(transportErrors('closed'))
    b.abort(transportErrors('closed'))
  }
  signal.addEventListener('abort', stop, { once: true })
  try {
    const ways = [oneWay(a, b, spend), oneWay(b, a, spend)]
    if (signal.aborted) stop()
    await Promise.all(ways)
  } catch {
    stop()
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** @throws when either breaks, or no more may be spent */
async function oneWay(from: Stream, to: Stream, spend: (bytes: number) => boolean): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const broken = (): void => reject(transportErrors('closed'))
  const full = (): boolean => to.writableNeedsDrain || to.writeBufferLength > 0
  const onMessage = ({ data }: StreamMessageEvent): void => {
    if (!spend(data.byteLength)) return broken()
    try {
      to.send(data)
      if (full() && from.readStatus === 'readable') from.pause()
    } catch {
      broken()
    }
  }
  const onMoved = (): void => {
    if (!full() && from.readStatus === 'paused') from.resume()
  }
  /** All that was said has come, or the stream broke. */
  const onEnd = (): void => {
    if (from.status === 'aborted' || from.status === 'reset') return broken()
    to.close().then(resolve, broken)
  }
  const onClose = (): void => {
    if (to.status !== 'closed') broken()
  }
  from.addEventListener('message', onMessage)
  from.addEventListener('end', onEnd)
  to.addEventListener('drain', onMoved)
  to.addEventListener('idle', onMoved)
  to.addEventListener('close', onClose)
  if (from.readableEnded) onEnd()
  try {
    await promise
  } finally {
    from.removeEventListener('message', onMessage)
    from.removeEventListener('end', onEnd)
    to.removeEventListener('drain', onMoved)
    to.removeEventListener('idle', onMoved)
    to.removeEventListener('close', onClose)
  }
}
