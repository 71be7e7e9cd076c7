/** Realistic exports of every system come through whole: who, where, when, in which thread, and what is left out. */
import { describe, expect, test } from 'vitest'
import { planImport } from '../../../../core/archive/index.ts'
import { openImport } from '../../../../core/archive/index.ts'
import * as exports from '../../../support/imports/exports.ts'
import { fileOf, gzipped, MemoryScratch, readAll, zipOf } from '../../../support/imports/files.ts'

const at = 1_700_000_000_000

describe('Slack', () => {
  test('rooms, threads, reactions and names come through, its marks as ours', async () => {
    const { system, messages, users, rooms, nots } = await readAll('whatever.bin', exports.slackExport())
    expect(system).toBe('slack')
    expect(users).toEqual(['Ada', 'Bram de Wit'])
    expect(rooms).toEqual(['general', 'board-members', 'Ada, Bram de Wit'])
    const [question, answer, frost] = messages
    expect(question).toMatchObject({ author: 'Ada', at, pinned: true, room: 'C01', id: 'C01/1700000000.000100' })
    expect(question?.text).toBe(
      'Who has **seed potatoes**? See [the list](https://example.org/seeds), @Bram de Wit & @here. 🌱\n\n📎 potatoes.jpg (120 kB)',
    )
    expect(question?.reactions).toEqual([
      { emoji: '👍', count: 1, names: ['Bram de Wit'] },
      { emoji: ':party_parrot:', count: 1, names: ['Bram de Wit'] },
    ])
    expect(answer).toMatchObject({ root: question?.id, text: '~~None~~ `a *b* <c>` left', at: at + 60_000 })
    expect(frost).toMatchObject({ author: 'Weather', root: undefined })
    expect(nots).toMatchObject({
      'system-message': 1,
      'no-text': 1,
      attachment: 1,
      edit: 1,
      'custom-emoji': 1,
      'private-room': 2,
    })
  })

  test('a folder around all of it changes nothing', async () => {
    const { system } = await readAll(
      'x.zip',
      zipOf({ 'export/users.json': '[]', 'export/channels.json': '[]', 'export/general/2023-11-14.json': '[]' }),
    )
    expect(system).toBe('slack')
  })
})

describe('Discord', () => {
  test.each([
    ['a file', exports.discordExport()],
    ['a zip of files', zipOf({ 'Garden - general.json': exports.discordExport(), 'media/x.png': 'no' })],
  ])('%s', async (_, content) => {
    const { system, messages, users, rooms, nots } = await readAll('x', content)
    expect([system, users, rooms]).toEqual(['discord', ['Ada', 'Bram'], ['general']])
    const [question, answer, wave] = messages
    expect(question).toMatchObject({ author: 'Ada', at: at + 123, pinned: true, room: '20' })
    expect(question?.text).toBe(
      'Who **waters** the beds? :sprout:\n\n📎 [plan.pdf](https://cdn.example.org/plan.pdf?ex=1) (20 kB)',
    )
    expect(question?.reactions).toEqual([
      { emoji: '👍', count: 3, names: ['Bram'] },
      { emoji: ':sprout:', count: 1, names: [] },
    ])
    expect(answer).toMatchObject({ reply: '101', author: 'Bram', text: 'I do' })
    expect(wave?.text).toBe('🖼️ Wave')
    expect(nots).toMatchObject({ 'system-message': 1, sticker: 1, edit: 1, attachment: 1 })
  })
})

test('a mailbox: charsets, parts, threads by what they answer and by their subject', async () => {
  const { system, messages, users, nots } = await readAll('garden.mbox', exports.mailbox())
  expect(system).toBe('mail')
  expect(users).toEqual(['Ada Okafor', 'bram', 'Chidi'])
  const [first, second, third] = messages
  expect(first).toMatchObject({ title: '[garden] Grüße und Kartoffeln', at, author: 'Ada Okafor' })
  expect(first?.text).toBe('Schöne Grüße\nFrom the garden, a long line.')
  expect(second).toMatchObject({ root: first?.id, reply: first?.id, title: undefined, at: Date.UTC(2023, 10, 15, 8) })
  expect(second?.text).toBe('I have **ten** sacks\n\n📎 sacks.jpg (14 B)')
  expect(third).toMatchObject({ root: first?.id, text: '> Schöne Grüße\nMe too', author: 'Chidi' })
  expect(nots).toEqual({ attachment: 1 })
})

test.each([
  ['UTF-8', new TextEncoder().encode(`\uFEFF${exports.table}`)],
  ['UTF-16', new Uint8Array(Buffer.from(`\uFEFF${exports.table}`, 'utf16le'))],
])('a table in %s', async (_, bytes) => {
  const { system, messages, rooms, nots } = await readAll('talk.csv', bytes)
  expect([system, rooms]).toEqual(['table', ['general']])
  expect(messages.map(({ author, at: when, text }) => [author, when, text])).toEqual([
    ['Ada', at, 'Hello; "all" of\r\nyou'.replace('\r', '')],
    ['Bram', at + 60_000, '=HYPERLINK("x")'],
  ])
  expect(nots).toEqual({ 'no-time': 1 })
})

describe('Discourse', () => {
  test('a backup: topics with tags, likes, quotes; what is private or gone stays away', async () => {
    const scratch = new MemoryScratch()
    const { system, messages, users, rooms, nots } = await readAll('backup.tar.gz', exports.discourseExport(), scratch)
    expect([system, users, rooms]).toEqual(['discourse', ['Ada Okafor', 'bram'], ['Seeds', 'Staff']])
    const [first, second] = messages
    expect(first).toMatchObject({
      title: 'Sowing',
      tags: ['spring'],
      author: 'Ada Okafor',
      at,
      text: 'When to sow? \\o/',
    })
    expect(first?.reactions).toEqual([{ emoji: '❤️', count: 1, names: ['bram'] }])
    expect(second).toMatchObject({ root: first?.id, author: 'bram', text: '> **ada:**\n> When?\n\nIn **March**' })
    expect(messages).toHaveLength(2)
    expect(nots).toMatchObject({ 'private-message': 1, withdrawn: 1, 'private-room': 1 })
    expect(scratch.open.size).toBe(0)
  })

  test('an export of categories', async () => {
    const { system, messages, users, rooms } = await readAll('export.json', exports.discourseCategory)
    expect([system, users, rooms]).toEqual(['discourse', ['Ada', 'bram'], ['Seeds']])
    expect(messages.map(({ title, root, text }) => [title, root, text])).toEqual([
      ['Sowing', undefined, 'When to sow?'],
      [undefined, '50/1', 'In March'],
    ])
  })
})

test('Zulip: streams are boards, and topics that differ by case are one', async () => {
  const { system, messages, users, nots } = await readAll('zulip.tar.gz', exports.zulipExport())
  expect([system, users]).toEqual(['zulip', ['Ada', 'Bram']])
  expect(messages.map(({ title, root, text, at: when }) => [title, root, text, when])).toEqual([
    ['Sowing', undefined, '@Bram when? ```quote\nx\n```', at + 500],
    [undefined, '700', 'March 🎉', at + 60_000],
  ])
  expect(messages[0]?.reactions).toEqual([{ emoji: '👍', count: 1, names: ['Bram'] }])
  expect(nots).toEqual({ 'private-message': 1 })
})

test('Mattermost: replies stand in their thread', async () => {
  const { system, messages, users, rooms, nots } = await readAll('mm.zip', exports.mattermostExport())
  expect([system, users, rooms]).toEqual(['mattermost', ['Ada', 'Bram de Wit'], ['Town Square']])
  const [first, second] = messages
  expect(first).toMatchObject({
    text: 'Potatoes? 🎉',
    pinned: true,
    at,
    reactions: [{ emoji: '👍', names: ['Bram de Wit'] }],
  })
  expect(second).toMatchObject({ root: first?.id, text: 'Ten sacks\n\n📎 sacks.jpg' })
  expect(nots).toMatchObject({ attachment: 1, 'private-message': 1 })
})

test('a dry run says what comes and what does not, each with a place, and the same each time', async () => {
  const plan = async () => {
    const signal = new AbortController().signal
    const { source, close } = await openImport(fileOf('garden.zip', exports.slackExport()), new MemoryScratch(), signal)
    const made = await planImport(source, signal)
    await close()
    return made
  }
  const made = await plan()
  expect(made).toMatchObject({
    system: 'slack',
    name: 'garden',
    users: 2,
    messages: 4,
    replies: 1,
    reactions: 2,
    since: at,
  })
  expect(made.rooms.map(({ name, messages }) => [name, messages])).toEqual([
    ['general', 3],
    ['board-members', 1],
    ['Ada, Bram de Wit', 0],
  ])
  expect(made.nots.find(({ what }) => what === 'edit')).toEqual({
    what: 'edit',
    count: 1,
    where: ['general/2023-11-14.json #3'],
  })
  expect(await plan()).toEqual(made)
})

test('a file packed once more is found out all the same', async () => {
  expect((await readAll('x.gz', gzipped(new TextEncoder().encode(exports.discordExport())))).system).toBe('discord')
})
