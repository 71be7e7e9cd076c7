/** Files attached to messages: handed over before the message is sent, fetched from other members, read. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { LIMITS } from '../shared/index.ts'
import { communityId, entryIdText, procedure, spaceId } from './base.ts'

const sizeOfPicture = {
  /** px, as its author says; nothing for what is no picture or film. */
  width: z.number().int().min(1).max(LIMITS.attachmentPixels).optional(),
  height: z.number().int().min(1).max(LIMITS.attachmentPixels).optional(),
}

/** How much of a file is on this device. */
export const fileState = z.enum([
  /** All of it. */
  'here',
  /** Not all of it, and nobody asked for it. */
  'away',
  /** It is being fetched, or waits for somebody who has it. */
  'coming',
  /** It cannot be opened: it is not what its message says, or belongs to another message. */
  'wrong',
])
export type FileState = z.infer<typeof fileState>

/** A file of a message. Its place in the list of the message's files names it. */
export const fileView = z.object({
  name: z.string(),
  /** Media type in lower case, without parameters; empty when it is not known. */
  type: z.string(),
  /** What it may be shown as; whatever is not one of the others is only saved. */
  kind: z.enum(['picture', 'audio', 'video', 'file']),
  /** Bytes. */
  size: z.number().int(),
  ...sizeOfPicture,
  /** What a picture shows, in its author's words; empty when nothing was said. */
  alt: z.string(),
  state: fileState,
})
export type FileView = z.infer<typeof fileView>

/** A file that was handed over, as it goes into a message. */
export const fileToSend = z.object({
  id: z.string().max(64),
  alt: z
    .string()
    .max(4 * LIMITS.attachmentAltChars)
    .optional(),
  ...sizeOfPicture,
})
export type FileToSend = z.infer<typeof fileToSend>
export const filesToSend = z.array(fileToSend).max(LIMITS.attachmentsPerMessage)

const chunk = z.base64().max(Math.ceil(LIMITS.attachmentPieceBytes / 3) * 4)
const begun = { id: z.string().max(64) }
const inSpace = { community: communityId, space: spaceId }
const ofMessage = {
  ...inSpace,
  message: entryIdText,
  at: z
    .number()
    .int()
    .min(0)
    .max(LIMITS.attachmentsPerMessage - 1),
}

export const fileProgress = z.object({
  state: fileState,
  /** Bytes that are here, of `size`. */
  held: z.number().int(),
  size: z.number().int(),
  /** Members met now who may have it; 0 says that it waits for somebody to come. */
  asked: z.number().int(),
})
export type FileProgress = z.infer<typeof fileProgress>

export const files = {
  /**
   * Begins to hand over a file that is to be attached to a message in this space: it is encrypted as it comes. Refused: files/too-large,
   * files/too-many, blobs/no-room, storage/…, community/left, space/archived …
   */
  begin: procedure
    .input(
      z.object({ ...inSpace, name: z.string().max(2000), type: z.string().max(500), size: z.number().int().min(0) }),
    )
    .output(z.object({ ...begun })),
  /** The next piece, in order; how many bytes are there. Refused: files/unknown, files/too-large, storage/… */
  append: procedure.input(z.object({ ...begun, chunk })).output(z.object({ bytes: z.number().int() })),
  /** Lets go of a file that was not sent. */
  cancel: procedure.input(z.object(begun)),
  /** How a file of a message stands, again whenever that changes. Refused: message/unknown, files/unknown */
  watch: procedure.input(z.object(ofMessage)).output(eventIterator(fileProgress)),
  /** Fetches it from members who have it, now or once they are met. Refused: message/unknown, files/unknown, files/wrong, blobs/no-room, community/left … */
  fetch: procedure.input(z.object(ofMessage)),
  /** Does not fetch it any more; what came stays. */
  stop: procedure.input(z.object(ofMessage)),
  /**
   * Up to `most` bytes from byte `from` on; fewer at its end. Refused: files/not-here, files/wrong (it is not what its message says, or
   * belongs to another message), message/unknown
   */
  read: procedure
    .input(
      z.object({
        ...ofMessage,
        from: z.number().int().min(0),
        most: z.number().int().min(1).max(LIMITS.attachmentPieceBytes),
      }),
    )
    .output(z.object({ chunk: z.string() })),
}
