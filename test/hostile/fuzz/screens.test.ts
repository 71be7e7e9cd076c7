/** Readers of what a screen or the shell says: frames, what every procedure of the contract takes, and the shell's messages. */
import { implement } from '@orpc/server'
import { setImmediate } from 'node:timers/promises'
import { describe, expect } from 'vitest'
import type { z } from 'zod'
import { contract, type SettingsView } from '../../../core/contract/index.ts'
import { isFrame } from '../../../core/node/rpc/frames.ts'
import { Screens } from '../../../core/node/rpc/screens.ts'
import { readShellMessage } from '../../../core/node/shell/messages.ts'
import { connectPort, type ScreenPort } from '../../../core/node/shell/port-wire.ts'
import { fuzz } from '../../support/fuzz/fuzz.ts'
import { spoilText, textOf, unitsOf } from '../../support/fuzz/mutators.ts'
import { spoilJson } from '../../support/fuzz/json.ts'
import { keptLog } from '../../support/surroundings.ts'

const id = 'A'.repeat(43)
const entry = `${'0f'.repeat(16)}.17`
const spoil = [spoilJson, spoilJson, spoilText]

/** Every input a procedure takes, with one that is right. */
const inputs: Readonly<Record<string, object>> = {
  'profile.setName': { name: 'Ada' },
  'profile.changeSettings': {
    theme: 'dark',
    density: 'compact',
    language: 'de',
    contextPane: false,
    skinTone: 'dark',
    recentEmoji: ['👍🏿'],
  },
  'host.unlock': { passphrase: 'a passphrase' },
  'communities.create': { name: 'a', purpose: 'b', rules: 'c', template: 'cause', displayName: 'd' },
  'communities.leave': { community: id, keepData: true },
  'communities.setHistory': { community: id, history: 'all' },
  'invites.create': { community: id, uses: 1, hours: 1, role: 'member', approval: false },
  'invites.preview': { link: 'folkmoot://join#x' },
  'invites.revoke': { community: id, key: id },
  'spaces.create': { community: id, kind: 'room', name: 'a', topic: 'b' },
  'spaces.createPrivate': { community: id, name: 'a', topic: 'b', people: [id] },
  'spaces.direct': { community: id, people: [id, id] },
  'rooms.watch': { community: id, space: id, limit: 50 },
  'rooms.before': { community: id, space: id, position: { time: 1, id: entry }, limit: 50 },
  'rooms.send': {
    ...{ community: id, space: id, text: 'Soup', clientKey: '12345678' },
    files: [{ id: 'A'.repeat(22), alt: 'Soup', width: 4, height: 3 }],
  },
  'files.begin': { community: id, space: id, name: 'soup.png', type: 'image/png', size: 17 },
  'files.append': { id: 'A'.repeat(22), chunk: 'AAAA' },
  'files.fetch': { community: id, space: id, message: entry, at: 0 },
  'files.read': { community: id, space: id, message: entry, at: 9, from: 0, most: 1024 },
  'rooms.edit': { community: id, space: id, id: entry, text: 'Soup' },
  'rooms.settleLost': { community: id, ids: [entry], again: true },
  'rooms.markRead': { community: id, space: id, upTo: 17 },
  'members.setRole': { community: id, member: id, role: 'owner' },
  'members.remove': { community: id, member: id, keep: 'all', reason: 'x' },
  'members.watchHistory': { community: id, limit: 100 },
  'devices.rename': { community: id, device: id, name: 'laptop' },
  'devices.recover': { text: 'folkmoot://recover#x', removeOthers: true },
}

interface Procedure {
  readonly '~orpc': { readonly inputSchema?: z.ZodType }
}
function schemaOf(name: string): z.ZodType {
  const [area = '', procedure = ''] = name.split('.')
  const found = (contract as unknown as Readonly<Record<string, Readonly<Record<string, Procedure>>>>)[area]?.[
    procedure
  ]
  const schema = found?.['~orpc'].inputSchema
  if (!schema) throw new TypeError(`${name} takes nothing`)
  return schema
}

function json(input: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(input))
  } catch {
    return undefined
  }
}

describe('the contract', () => {
  const schemas = Object.entries(inputs).map(([name, input]) => ({ name, input, schema: schemaOf(name) }))
  for (const { input, schema } of schemas) expect(schema.safeParse(input).success).toBe(true)
  fuzz({
    name: 'contract-input',
    samples: schemas.map(({ name, input }) => unitsOf(JSON.stringify({ name, input }))),
    spoil,
    read: (input) => {
      const said = json(input)
      if (typeof said !== 'object' || said === null || !('input' in said)) return undefined
      return schemas
        .map(({ schema }) => ({ schema, read: schema.safeParse(said.input) }))
        .filter(({ read }) => read.success)
    },
    throws: [],
    accepted: (taken) => {
      for (const { schema, read } of taken ?? []) expect(schema.parse(read.data)).toEqual(read.data)
    },
    most: () => 4_000_000,
    cases: 1500,
  })
})

describe('frames of a screen', () => {
  const os = implement(contract.profile)
  const view = { name: '', protection: 'file', folder: '' } as const
  const settings: SettingsView = {
    theme: 'system',
    density: 'comfy',
    language: '',
    contextPane: true,
    skinTone: 'none',
    recentEmoji: [],
  }
  const log = keptLog()
  const router = {
    profile: os.router({
      watch: os.watch.handler(async function* () {
        yield view
      }),
      setName: os.setName.handler(({ input }) => ({ ...view, name: input.name })),
      watchSettings: os.watchSettings.handler(async function* () {
        yield { ...settings }
      }),
      changeSettings: os.changeSettings.handler(({ input }) => ({
        ...settings,
        ...(Object.fromEntries(Object.entries(input)) as object),
      })),
    }),
  }
  const frames = [
    { i: '1', p: { u: '/profile/setName', b: { json: { name: 'Ada' } } } },
    {
      i: '2',
      p: {
        u: '/profile/setName',
        b: {
          json: { name: 'Ada', at: '2026-01-01' },
          meta: [
            [1, 'at'],
            [3, 'name'],
          ],
        },
        m: 'POST',
      },
    },
    { i: '3', p: { u: '/profile/changeSettings', b: { json: { theme: 'dark' }, meta: [] } } },
    { i: '4', p: { u: '/profile/watch', h: { 'last-event-id': '7' } } },
    { i: '4', t: 4 },
  ].map((frame) => unitsOf(JSON.stringify(frame)))
  fuzz({
    name: 'screen-frame',
    samples: frames,
    spoil,
    read: (input) => ({ is: isFrame(textOf(input)) }),
    throws: [],
    cases: 1500,
  })
  fuzz({
    name: 'screen-call',
    samples: frames,
    spoil,
    read: async (input) => {
      const screens = new Screens(router, log)
      const sent: unknown[] = []
      const connection = screens.connect({ send: (frame) => void sent.push(frame), drained: async () => undefined })
      const taken = connection.receive(textOf(input))
      for (let turn = 0; turn < 5; turn++) await setImmediate()
      connection.close()
      await screens.stop()
      // What is not ours is told as a refusal, and nothing of it comes as a surprise to the core.
      expect(log.lines.filter((line) => line.includes('call.unexpected'))).toEqual([])
      return { taken, sent }
    },
    throws: [],
    accepted: ({ taken }, input) => expect(taken).toBe(isFrame(textOf(input))),
    cases: 500,
  })
})

describe('the shell', () => {
  fuzz({
    name: 'shell-message',
    samples: [
      { type: 'start', profile: '/tmp/x' },
      { type: 'connect' },
      { type: 'open-link', link: 'folkmoot://join#x' },
      { type: 'stop' },
    ].map((message) => unitsOf(JSON.stringify(message))),
    spoil,
    read: (input) => readShellMessage(json(input)),
    throws: [],
    accepted: (message, input) => message && expect(message).toEqual(json(input)),
    cases: 1500,
  })
  fuzz({
    name: 'port-message',
    samples: ['"{\\"i\\":\\"1\\",\\"t\\":4}"', '17', '{"a":1}', '-1', '1e400'].map(unitsOf),
    spoil,
    read: (input) => {
      const heard: ((event: { readonly data: unknown }) => void)[] = []
      const port: ScreenPort = {
        on: (event: string, listener: (event: { readonly data: unknown }) => void) =>
          event === 'message' && heard.push(listener),
        start: () => undefined,
        postMessage: () => undefined,
        close: () => undefined,
      }
      let closed = 0
      const close = connectPort(port, new Screens({}, keptLog()), () => void (closed += 1))
      for (const each of heard) each({ data: json(input) })
      close()
      return { closed }
    },
    throws: [],
    accepted: ({ closed }) => expect(closed).toBe(1),
    cases: 500,
  })
})
