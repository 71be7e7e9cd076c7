/** Adding a device, for as long as the screen that asked is open: leaving it ends the link. */
import { useEffect, useState } from 'react'
import {
  command,
  useConnection,
  type CommunityId,
  type Connection,
  type PairingView,
  type Refusal,
} from '../session/index.ts'

export interface Pairing {
  readonly view: PairingView | undefined
  readonly refusal: Refusal | undefined
}

const nothing: Pairing = { view: undefined, refusal: undefined }
/** Core went away in the middle: whatever was shown is worth nothing any more. */
const cut: Refusal = { code: 'screen/lost', details: {}, text: 'The connection to Folkmoot is lost.' }
const over: readonly (PairingView['step'] | undefined)[] = ['done', 'expired']

/** Follows one link to its end, whatever that is. */
async function pair(
  connection: Connection,
  community: CommunityId,
  signal: AbortSignal,
  tell: (seen: Pairing) => void,
): Promise<void> {
  let last: PairingView | undefined
  const outcome = await command(connection, async (client) => {
    for await (const view of await client.devices.pair({ community }, { signal })) {
      last = view
      tell({ view, refusal: undefined })
    }
  })
  if (!over.includes(last?.step)) tell({ view: undefined, refusal: outcome.ok ? cut : outcome.refusal })
}

/** Unlike a live query it is not begun again by itself: a new link is the person's to ask for. `turn` counts their asking. */
export function usePairing(community: CommunityId, turn: number): Pairing {
  const connection = useConnection()
  const [pairing, setPairing] = useState<Pairing & { readonly turn: number }>({ ...nothing, turn })

  useEffect(() => {
    const stop = new AbortController()
    void pair(connection, community, stop.signal, (seen) => {
      if (!stop.signal.aborted) setPairing({ ...seen, turn })
    })
    return () => stop.abort()
  }, [connection, community, turn])

  return pairing.turn === turn ? pairing : nothing
}
