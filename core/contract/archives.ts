/** Archives: a community, or a part of it, as one file that any browser reads; looked at, checked, and brought back. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { LIMITS } from '../shared/index.ts'
import { communityId, procedure, spaceId, typed } from './base.ts'

/** What of a community goes into a file; all of it unless told. */
export const archiveWish = z.object({
  community: communityId,
  spaces: z.array(spaceId).min(1).max(LIMITS.archiveSpaces).optional(),
  /** ms: what was said from then on, and before then. */
  since: z.number().int().nonnegative().optional(),
  until: z.number().int().nonnegative().optional(),
  /** Only what I said. */
  mine: z.boolean(),
  /** With private rooms and conversations I am in. */
  privates: z.boolean(),
  /** With attached pictures and files that are on this device; else with their names alone. */
  media: z.boolean(),
  /** With all signatures; a part by time can have none. */
  record: z.boolean(),
  /** Of the pages people read. */
  language: z.enum(['en', 'de', 'ar']),
})
export type ArchiveWishView = z.infer<typeof archiveWish>

export const archivePlan = z.object({
  /** About how large the file will be, with pictures and files where they are wished for. */
  bytes: z.number(),
  /** Attached pictures and files that are here and their bytes, wished for or not; and how many are not on this device. */
  files: z.number().int(),
  fileBytes: z.number(),
  away: z.number().int(),
  messages: z.number().int(),
  people: z.number().int(),
  spaces: z.number().int(),
  /** Private rooms and conversations that stay out. */
  without: z.number().int(),
  /** Whether everybody can check who said what. */
  record: z.boolean(),
  /** A file name to propose. */
  name: z.string(),
})
export type ArchivePlanView = z.infer<typeof archivePlan>

const chunk = z.base64().max(Math.ceil(LIMITS.archiveChunkBytes / 3) * 4)

export const archivePiece = z.discriminatedUnion('type', [
  /** `done` of about `total` bytes are made. */
  z.object({ type: z.literal('chunk'), chunk, done: z.number(), total: z.number() }),
  /** Something new came in, which would have made it an archive of two moments: what was sent until now is let go of. */
  z.object({ type: z.literal('again') }),
  /** The last: the file is whole. */
  z.object({ type: z.literal('done'), bytes: z.number() }),
])
export type ArchivePiece = z.infer<typeof archivePiece>

/** What a file is, as it says itself; nothing of it is checked yet. */
export const archiveView = z.discriminatedUnion('type', [
  /** It is locked by a passphrase: ask again with it. */
  z.object({ type: z.literal('sealed') }),
  z.object({
    type: z.literal('archive'),
    community: communityId,
    name: z.string(),
    /** ms: the newest moment in it. */
    newest: z.number(),
    bytes: z.number(),
    files: z.number().int(),
    /** A part: of some spaces, of some time, of one member. */
    part: z.enum(['all', 'spaces', 'time', 'mine']),
    /** Whether it holds the signatures, without which it can be looked at by a browser alone. */
    record: z.boolean(),
    /** How this profile stands with the community. */
    standing: z.enum(['new', 'joining', 'member', 'left']),
    /** This very archive is kept here already. */
    kept: communityId.optional(),
  }),
])
export type ArchiveView = z.infer<typeof archiveView>

/** Something that is not as it was made or signed; at most LIMITS.archiveProblemsShown of them are told. */
export const archiveProblem = z.object({
  /** `finding/…`, translated by the screen. */
  code: z.string(),
  /** What is known of where: a file, an author, a room, a moment (ms). */
  file: z.string().optional(),
  author: z.string().optional(),
  room: z.string().optional(),
  at: z.number().optional(),
  /** What should stand there, where a file that people read was changed. */
  wanted: z.string().optional(),
  /** Of how many entries, where they are missing. */
  count: z.number().int().optional(),
  /** The English sentence. */
  text: z.string(),
})
export type ArchiveProblem = z.infer<typeof archiveProblem>

export const archiveReport = z.object({
  /** Everything is as it was made and, where it holds signatures, as it was signed. */
  sound: z.boolean(),
  record: z.boolean(),
  /** Whether what people read in it was made anew from what was signed; if not, it is the word of who made it. */
  compared: z.boolean(),
  /** Messages and all else that was written, and decisions about members. */
  entries: z.number().int(),
  decisions: z.number().int(),
  files: z.number().int(),
  /** Pictures and files attached to messages in it, and those of them it does not hold and does not claim to. */
  attached: z.number().int(),
  away: z.number().int(),
  /** Who made it, when that was signed by a member's device. */
  by: z.string().optional(),
  problems: z.array(archiveProblem),
  /** How many there are in all. */
  count: z.number().int(),
})
export type ArchiveReport = z.infer<typeof archiveReport>

export const archiveChecking = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), done: z.number(), total: z.number() }),
  archiveReport.extend({ type: z.literal('report') }),
])
export type ArchiveChecking = z.infer<typeof archiveChecking>

export const archiveMerged = z.object({
  community: communityId,
  /** Entries and decisions that are new here, that were here, that were refused, and that wait for others or for a key. */
  taken: z.number().int(),
  known: z.number().int(),
  refused: z.number().int(),
  early: z.number().int(),
  /** Pictures and files: new here, not what their messages name, and those there was no room for. */
  files: z.object({ taken: z.number().int(), refused: z.number().int(), left: z.number().int() }),
})
export type ArchiveMerged = z.infer<typeof archiveMerged>

const passphrase = z.string().min(1).max(LIMITS.archivePassphraseChars)
const file = { id: z.string().max(64) }

export const archives = {
  /** How large the file would be, and what of the community would be in it. */
  plan: procedure.input(archiveWish).output(archivePlan),
  /** Makes it, in pieces; it is whole with the last alone. Closing the answer ends it. */
  export: procedure
    .input(archiveWish.extend({ passphrase: passphrase.optional() }))
    .output(eventIterator(archivePiece)),
  /** Begins to bring in a file, which is laid aside until it is ended. Refused: archive/too-many. */
  begin: procedure.output(z.object(file)),
  /** The next piece. Refused: archive/too-large, archive/unknown, storage/… */
  append: procedure.input(z.object({ ...file, chunk })).output(z.object({ bytes: z.number() })),
  /** What it is. Refused: archive/not-an-archive, archive/passphrase, archive/damaged, archive/newer … */
  inspect: procedure.input(z.object({ ...file, passphrase: passphrase.optional() })).output(archiveView),
  /** Checks every hash and signature; the last answer is the report. Closing the answer ends it. */
  verify: procedure.input(z.object(file)).output(eventIterator(archiveChecking)),
  /** Keeps it beside the communities, to be read. Refused: archive/no-record, archive/kept … */
  keep: procedure.input(z.object(file)).output(z.object({ community: communityId })),
  /** Takes what is new into the community it is of, as from any peer. Refused: archive/other-community, archive/no-record, community/… */
  merge: procedure.input(z.object(file)).output(archiveMerged),
  /** Comes back with a recovery key, with nobody online. Refused: archive/other-key, recovery/…, community/already-member … */
  restore: procedure
    .input(z.object({ ...file, recovery: typed, removeOthers: z.boolean() }))
    .output(z.object({ community: communityId })),
  /** Founds a community that goes on from it, and keeps the archive beside it. Refused: text/…, archive/no-record … */
  found: procedure
    .input(z.object({ ...file, name: typed, purpose: typed, rules: typed, displayName: typed }))
    .output(z.object({ community: communityId, archive: communityId })),
  /** Lets go of the file. */
  cancel: procedure.input(z.object(file)),
}
