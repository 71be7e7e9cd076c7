/** Sticks: files that people carry to each other, written and read through the contract as screens do. */
import type { BundleReport } from '../../core/contract/index.ts'
import type { CommunityId, DeviceId } from '../../core/shared/index.ts'
import type { Neighbour } from './neighbours.ts'

type Bundles = Neighbour['client']['bundles']

/** The whole file. */
export async function writeStick(
  { client }: { readonly client: { readonly bundles: Bundles } },
  wish: { readonly community: CommunityId; readonly for?: DeviceId; readonly since?: number },
): Promise<Buffer> {
  const pieces: Buffer[] = []
  let isDone = false
  for await (const piece of await client.bundles.export(wish)) {
    if (piece.type === 'chunk') pieces.push(Buffer.from(piece.chunk, 'base64'))
    else isDone = true
  }
  if (!isDone) throw new TypeError('the file has no end')
  return Buffer.concat(pieces)
}

export async function readStick(
  { client }: { readonly client: { readonly bundles: Bundles } },
  bytes: Uint8Array,
  pieceBytes = 100_000,
): Promise<BundleReport> {
  const { id } = await client.bundles.begin()
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const chunk = Buffer.from(bytes.subarray(at, at + pieceBytes)).toString('base64')
    await client.bundles.append({ id, chunk })
  }
  return client.bundles.finish({ id })
}

/** From one to another, everything. */
export async function carryStick(from: Neighbour, to: Neighbour, community: CommunityId): Promise<BundleReport> {
  return readStick(to, await writeStick(from, { community }))
}
