/** Archives that people make and bring in, through the contract as screens do. */
import type { ArchiveReport, ArchiveView, ArchiveWishView } from '../../core/contract/index.ts'
import type { CommunityId } from '../../core/shared/index.ts'
import type { Neighbour } from './neighbours.ts'

type Client = { readonly client: { readonly archives: Neighbour['client']['archives'] } }
type Wish = Partial<ArchiveWishView> & { readonly passphrase?: string }

/** The whole file. */
export async function writeArchiveOf({ client }: Client, community: CommunityId, wish: Wish = {}): Promise<Buffer> {
  let pieces: Buffer[] = []
  const all = { mine: false, privates: false, media: true, record: true, language: 'en' as const }
  for await (const piece of await client.archives.export({ community, ...all, ...wish })) {
    if (piece.type === 'chunk') pieces.push(Buffer.from(piece.chunk, 'base64'))
    else if (piece.type === 'again') pieces = []
    else return Buffer.concat(pieces)
  }
  throw new TypeError('the file has no end')
}

/** Hands a file over; answers what it goes by. */
export async function handOver({ client }: Client, bytes: Uint8Array, pieceBytes = 100_000): Promise<string> {
  const { id } = await client.archives.begin()
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const chunk = Buffer.from(bytes.subarray(at, at + pieceBytes)).toString('base64')
    await client.archives.append({ id, chunk })
  }
  return id
}

/** The same, looked at: it is an archive and no other thing. */
export async function openArchiveOf(
  who: Client,
  bytes: Uint8Array,
  passphrase?: string,
): Promise<{ readonly id: string; readonly view: Extract<ArchiveView, { type: 'archive' }> }> {
  const id = await handOver(who, bytes)
  const view = await who.client.archives.inspect({ id, ...(passphrase !== undefined && { passphrase }) })
  if (view.type !== 'archive') throw new TypeError('it is sealed')
  return { id, view }
}

export async function checkArchive({ client }: Client, id: string): Promise<ArchiveReport> {
  for await (const told of await client.archives.verify({ id })) if (told.type === 'report') return told
  throw new TypeError('no report')
}
