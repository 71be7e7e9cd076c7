/** Files attached to messages: handed over by a screen before one is sent, fetched from other members, read. */
import { implement } from '@orpc/server'
import { contract, type FileProgress } from '../../contract/index.ts'
import type { CommunityId, EntryId, SpaceId } from '../../shared/index.ts'
import type { AttachedFile } from '../../documents/index.ts'
import type { MessageRecord } from '../../view/index.ts'
import type { Uploads } from '../communities/files/uploads.ts'
import type { Place } from '../communities/index.ts'
import { filesErrors, messageErrors } from '../errors.ts'
import { live } from '../live.ts'
import type { Desk } from './desk.ts'
import { inSpace } from './message-rows.ts'

export function filesArea(desk: Desk, uploads: Uploads) {
  const { clock } = desk
  const os = implement(contract.files)
  return os.router({
    begin: os.begin.handler(({ input }) => ({ id: uploads.begin(input) })),
    append: os.append.handler(async ({ input: { id, chunk }, signal }) => ({
      bytes: await uploads.append(id, Buffer.from(chunk, 'base64'), signal),
    })),
    cancel: os.cancel.handler(({ input }) => uploads.cancel(input.id)),
    watch: os.watch.handler(({ input, signal }) => {
      const { place } = find(desk, input)
      const subscribe = (told: () => void) => {
        const ends = [
          place.files.onChange(told),
          place.view.onChange(({ messages, gone }) => {
            if (messages.has(input.space) || gone.has(input.space)) told()
          }),
        ]
        return () => ends.forEach((end) => end())
      }
      return live({ subscribe, clock, signal }, () => progressOf(find(desk, input)))
    }),
    fetch: os.fetch.handler(({ input }) => {
      const { place, record, file } = find(desk, input)
      place.writing.assertMayWrite()
      place.files.fetch(record, file)
    }),
    stop: os.stop.handler(({ input }) => {
      const { place, file } = find(desk, input)
      place.files.stop(file)
    }),
    read: os.read.handler(({ input }) => {
      const { place, record, file } = find(desk, input)
      return { chunk: Buffer.from(place.files.read(record, file, input.from, input.most)).toString('base64') }
    }),
  })
}

interface OfMessage {
  readonly community: CommunityId
  readonly space: SpaceId
  readonly message: EntryId
  readonly at: number
}

interface Found {
  readonly place: Place
  readonly record: MessageRecord
  readonly file: AttachedFile
}

/** @throws message/unknown, files/unknown */
function find({ communities }: Desk, { community, space, message, at }: OfMessage): Found {
  const place = communities.get(community).place(space)
  const record = inSpace(place.view.queries.message(message), space)
  if (!record) throw messageErrors('unknown')
  const file = record.files[at]
  if (!file) throw filesErrors('unknown')
  return { place, record, file }
}

function progressOf({ place, record, file }: Found): FileProgress {
  return { ...place.files.standing(record, file), size: file.size, asked: place.files.asked }
}
