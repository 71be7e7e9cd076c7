/** What is in a community as tables: members, spaces, messages, reactions, files, topics, decisions. */
import { utf8 } from '../../shared/index.ts'
import type { ArchiveFile } from '../about.ts'
import type { Reading, ReadMember, ReadMessage, ReadSpace } from '../reading/about.ts'
import { isoMoment } from '../reading/moments.ts'
import { type Cell, csvLine } from './csv.ts'

/** Bytes of a table that are handed on at once, about. */
const PIECE = 64 * 1024
/** Between several words of one cell. */
const AND = '; '

type Rows = Iterable<readonly Cell[]>

/** Rows are made when a table's content is asked for. */
export function tableFiles(reading: Reading): readonly ArchiveFile[] {
  return [
    tableOf('members', MEMBERS, () => memberRows(reading)),
    tableOf('spaces', ['id', 'kind', 'name', 'topic', 'closed', 'members'], () => spaceRows(reading)),
    tableOf('messages', MESSAGES, () => eachMessage(reading, messageRows)),
    tableOf('reactions', ['message', 'space', 'emoji', 'member'], () => eachMessage(reading, reactionRows)),
    tableOf('files', FILES, () => eachMessage(reading, fileRows)),
    tableOf('topics', ['id', 'space', 'title', 'tags', 'author', 'time'], () => eachMessage(reading, topicRows)),
    tableOf('decisions', ['id', 'time', 'by', 'type', 'about', 'role', 'state', 'reason'], () => decisionRows(reading)),
  ]
}

const ABOUT = [
  ...['pronouns', 'bio', 'languages', 'timeZone', 'birthday', 'skills'],
  ...['experience', 'offers', 'offersText', 'seeks', 'seeksText'],
]
const MEMBERS = ['id', 'name', 'role', 'state', 'since', ...ABOUT, 'vouches']
const MESSAGES = [
  ...['id', 'space', 'author', 'authorName', 'time', 'claimed', 'text', 'edited', 'withdrawn', 'inReplyTo', 'thread'],
  ...['accepted', 'pinned', 'importedFrom', 'importedAuthor', 'importedTime'],
]
/** `path` is from the folder of all data; empty for what is not in the archive. */
const FILES = ['message', 'space', 'author', 'name', 'type', 'size', 'width', 'height', 'description', 'path']

function* memberRows(reading: Reading): Generator<readonly Cell[]> {
  for (const member of reading.members()) {
    const { id, name, role, state, since, vouches } = member
    const vouched = vouches.map(({ skill, by }) => `${skill}: ${by.length}`).join(AND)
    yield [id, name, role, state, isoMoment(since), ...ABOUT.map((key) => toldBy(member, key)), vouched]
  }
}

function toldBy({ about }: ReadMember, key: string): string {
  const told = about.get(key) ?? ''
  return typeof told === 'string' ? told : told.join(AND)
}

function* spaceRows(reading: Reading): Generator<readonly Cell[]> {
  for (const { id, kind, name, topic, archived, members } of reading.spaces())
    yield [id, kind, name, topic, archived, members.join(AND)]
}

function* eachMessage(
  reading: Reading,
  rows: (message: ReadMessage, space: ReadSpace) => Rows,
): Generator<readonly Cell[]> {
  for (const space of reading.spaces()) for (const message of reading.messages(space.id)) yield* rows(message, space)
}

function* messageRows(message: ReadMessage, space: ReadSpace): Generator<readonly Cell[]> {
  const { id, author, authorName, time, at, text, editedAt, withdrawn, reply, root, answer, pinned, imported } = message
  yield [
    ...[id, space.id, author, authorName, isoMoment(time), isoMoment(at), text],
    ...[editedAt === undefined ? undefined : isoMoment(editedAt), withdrawn, reply, root, answer, pinned],
    ...(imported ? [imported.from, imported.author, isoMoment(imported.at)] : [undefined, undefined, undefined]),
  ]
}

function* reactionRows({ id, reactions }: ReadMessage, space: ReadSpace): Generator<readonly Cell[]> {
  for (const { emoji, by } of reactions) for (const member of by) yield [id, space.id, emoji, member]
}

function* fileRows({ id, author, files }: ReadMessage, space: ReadSpace): Generator<readonly Cell[]> {
  for (const { name, type, size, width, height, alt, path } of files)
    yield [id, space.id, author, name, type, size, width, height, alt, path]
}

function* topicRows(message: ReadMessage, space: ReadSpace): Generator<readonly Cell[]> {
  const { id, title, tags, author, time } = message
  if (title !== undefined) yield [id, space.id, title, tags.join(AND), author, isoMoment(time)]
}

function* decisionRows(reading: Reading): Generator<readonly Cell[]> {
  for (const { id, at, by, type, about, role, state, reason } of reading.decisions())
    yield [id, isoMoment(at), by, type, about, role, state, reason]
}

function tableOf(name: string, head: readonly string[], rows: () => Rows): ArchiveFile {
  return {
    path: `tables/${name}.csv`,
    *content() {
      let piece = csvLine(head)
      for (const row of rows()) {
        piece += csvLine(row)
        if (piece.length < PIECE) continue
        yield utf8(piece)
        piece = ''
      }
      if (piece !== '') yield utf8(piece)
    },
  }
}
