/** A core without a core: answers the whole contract from memory, so that every state of every screen can be looked at. */
import { createServer, type Server } from 'node:http'
import { readFileSync, existsSync } from 'node:fs'
import { extname, join } from 'node:path'
import { createHash } from 'node:crypto'
import { implement, type RouterClient } from '@orpc/server'
import { RPCHandler } from '@orpc/server/ws'
import { WebSocketServer } from 'ws'
import { contract, type CommunitySummary, type JoinProgress, type MemberView, type MessageRow, type ProfileView, type SettingsView, type SpaceView, type SyncView, type HostView } from '../../core/contract/index.ts'
import { LIMITS, cleanLine, cleanText, FolkmootError, type CommunityId, type DeviceId, type EntryId, type MemberId, type SpaceId } from '../../core/shared/index.ts'

const id43 = (seed: string): string => createHash('sha256').update(seed).digest('base64url')
const entry = (n: number): EntryId => `${n.toString(16).padStart(32, '0')}.1` as EntryId

class Cell<T> {
  value: T
  readonly #waiting = new Set<() => void>()
  constructor(value: T) { this.value = value }
  set(value: T): void { this.value = value; for (const w of [...this.#waiting]) w() }
  async *watch(signal?: AbortSignal): AsyncGenerator<T, void> {
    let last: T | symbol = Symbol('none')
    while (!signal?.aborted) {
      if (this.value !== last) { last = this.value; yield this.value; continue }
      await new Promise<void>((resolve) => {
        const end = (): void => { this.#waiting.delete(end); signal?.removeEventListener('abort', end); resolve() }
        this.#waiting.add(end); signal?.addEventListener('abort', end)
      })
    }
  }
}

interface RoomState { all: MessageRow[]; readUpTo: number; events: Cell<MessageRow[]> }
interface Com { summary: CommunitySummary; spaces: Cell<SpaceView[]>; members: Cell<MemberView[]>; sync: Cell<SyncView>; rooms: Map<SpaceId, RoomState>; join?: Cell<JoinProgress> }

const sentences = readFileSync(new URL('./sketch-text.txt', import.meta.url), 'utf8').split('\n').filter((l) => l.trim() !== '').map((l) => l.replaceAll('\\n', '\n'))
const names = ['Ada', 'Bram', 'Chidi', 'Dalia', 'Emre', 'Fatou', 'Goro', 'Hana', 'Ole Gunnar Kristoffersen-Hagelund von der Wiesenmühle', 'ليلى حداد', '山田花子', 'Ｂｒａｍ']

export interface Scene { readonly first?: boolean; readonly messages?: number; readonly host?: HostView['state']; readonly settings?: Partial<SettingsView>; readonly sync?: SyncView['state']; readonly failSends?: boolean; readonly communities?: number }

export class SketchCore {
  readonly host: Cell<HostView>
  readonly profile: Cell<ProfileView>
  readonly settings: Cell<SettingsView>
  readonly list = new Cell<CommunitySummary[]>([])
  readonly coms = new Map<CommunityId, Com>()
  failSends: boolean
  #n = 1

  constructor(scene: Scene = {}) {
    this.host = new Cell<HostView>({ state: scene.host ?? 'ready', version: '0.1.0', ...(scene.host === 'failed' ? { trouble: { code: 'storage/key-missing', text: 'The key of this profile is missing from the keychain.' } } : {}) })
    this.profile = new Cell<ProfileView>({ name: scene.first ? '' : 'Bram', protection: 'file', folder: '/home/bram/.local/share/folkmoot/default' })
    this.settings = new Cell<SettingsView>({ theme: 'system', density: 'comfy', language: 'en', contextPane: true, ...scene.settings })
    this.failSends = scene.failSends ?? false
    if (!scene.first) this.#fill(scene)
  }

  #fill(scene: Scene): void {
    const garden = this.add('Garden Commons', 'member', scene.messages ?? 400, scene.sync ?? 'up-to-date')
    if (scene.communities === 1) return
    this.add('Chess Club Südstadt', 'member', 5, 'alone')
    this.add('Willow Street neighbours and friends of the little park behind the old waterworks', 'member', 40, 'receiving')
    this.add('Night nurses', 'joining', 0, 'connecting')
    this.add('Repair café', 'damaged', 0, 'offline')
    this.add('Old choir', 'left', 30, 'offline')
    void garden
  }

  add(name: string, state: CommunitySummary['state'], messages: number, sync: SyncView['state']): Com {
    const id = id43(name) as CommunityId
    const members = names.map((n, i): MemberView => ({ id: id43(n) as MemberId, name: n, tag: id43(n).slice(0, 6), lookAlike: n === 'Bram' || n === 'Ｂｒａｍ', role: i === 0 ? 'owner' : i === 2 ? 'moderator' : 'member', state: n === 'Hana' ? 'left' : 'active', me: n === 'Bram', online: sync === 'up-to-date' && i < 4, since: Date.now() - (i + 3) * 21 * 86_400_000, devices: 1 + (i % 2) }))
    const spaces: SpaceView[] = ['general', 'seed-swap', 'empty-room', 'a-very-long-room-name-that-somebody-thought-was-a-good', 'أخبار الحديقة'].map((n, i) => ({ id: id43(name + n) as SpaceId, kind: 'room', name: n, topic: i === 0 ? 'Day-to-day talk for the garden, the shed and everything in between' : '', unread: i === 0 ? Math.min(messages, 3) : i === 1 ? 128 : 0, messages }))
    const list = (sync === 'up-to-date' || sync === 'receiving' ? members.filter((m) => m.online || sync === 'receiving').slice(0, 3) : []).map((m, i) => ({ member: m.id, device: id43('d' + m.name) as DeviceId, name: m.name, path: (['lan', 'direct', 'lan'] as const)[i] ?? 'lan', address: `/ip4/192.168.1.${20 + i}/tcp/41${i}07`, state: i === 2 ? 'authenticated' as const : 'synced' as const, receiving: sync === 'receiving' ? 120 : 0, sending: i === 2 ? 4 : 0 }))
    const com: Com = {
      summary: { id, name, purpose: 'We grow vegetables together behind the station.', rules: '1. Be kind.\n2. Close the gate.', state, unread: 0, members: members.length, myRole: 'member', ...(state === 'damaged' ? { trouble: { code: 'storage/damaged', text: 'The data of this community is damaged: 3 of 120 blocks cannot be read.' } } : {}) },
      spaces: new Cell(state === 'joining' || state === 'damaged' ? [] : spaces), members: new Cell(members), rooms: new Map(),
      sync: new Cell<SyncView>({ state: sync, peers: list.length, waiting: sync === 'alone' ? 4 : 0, receiving: sync === 'receiving' ? 120 : 0, addresses: sync === 'offline' ? [] : ['/ip4/192.168.1.17/tcp/40123', '/ip6/2001:db8::17/tcp/40123'], list }),
      ...(state === 'joining' ? { join: new Cell<JoinProgress>({ community: id, name, step: 'waiting', tries: 3, nextTry: Date.now() + 45_000, received: 0 }) } : {}),
    }
    for (const [i, space] of spaces.entries()) {
      const count = i === 2 ? 0 : messages
      const all: MessageRow[] = []
      const start = Date.now() - count * 240_000
      for (let k = 0; k < count; k += 1) {
        const author = members[(Math.floor(k / 2.7) * 7) % (members.length - 1)]
        if (!author) continue
        const time = start + k * 240_000 - (k % 3) * 60_000
        all.push(this.row(author, time, sentences[(k * 7) % sentences.length] ?? '', all.length + 1))
      }
      com.rooms.set(space.id, { all, readUpTo: Math.max(0, count - space.unread), events: new Cell<MessageRow[]>([]) })
    }
    this.coms.set(id, com)
    this.#tell()
    return com
  }

  row(author: MemberView, time: number, text: string, arrival: number): MessageRow {
    this.#n += 1
    return { id: entry(this.#n), time, at: time, author: author.id, authorName: author.name, authorRole: author.role, mine: author.me, text, late: arrival % 41 === 40, arrival, reached: author.me ? (arrival % 5 === 0 ? 0 : (arrival % 7)) : 0 }
  }

  say(community: CommunityId, space: SpaceId, name: string, text: string): EntryId {
    const com = this.coms.get(community)
    const room = com?.rooms.get(space)
    const author = com?.members.value.find((m) => m.name === name)
    if (!com || !room || !author) throw new Error('no such room or member')
    const row = this.row(author, Date.now(), text, room.all.length + 1)
    if (author.me) Object.assign(row, { reached: 0 })
    room.all.push(row)
    room.events.set([row])
    if (author.me) setTimeout(() => { const later = { ...row, reached: 3 }; room.all[room.all.indexOf(row)] = later; room.events.set([later]) }, 1500)
    com.spaces.set(com.spaces.value.map((s) => (s.id === space ? { ...s, messages: room.all.length, unread: room.all.length - room.readUpTo } : s)))
    this.#tell()
    return row.id
  }

  #tell(): void {
    this.list.set([...this.coms.values()].map((c) => ({ ...c.summary, unread: c.summary.state === 'member' ? c.spaces.value.reduce((n, s) => n + s.unread, 0) : 0 })))
  }

  router() {
    const os = implement(contract)
    const com = (id: CommunityId): Com => { const c = this.coms.get(id); if (!c) throw new FolkmootError('community/unknown', 'This device knows no such community.'); return c }
    const room = (i: { community: CommunityId; space: SpaceId }): RoomState => { const r = com(i.community).rooms.get(i.space); if (!r) throw new FolkmootError('space/unknown', 'There is no such room.'); return r }
    const guarded = os.use(async ({ next, errors }) => {
      try { return await next() } catch (error) {
        if (error instanceof FolkmootError) throw errors.REFUSED({ message: error.message, data: { code: error.code, details: { ...error.details } } })
        throw error
      }
    })
    const self = this
    return guarded.router({
      host: {
        watch: guarded.host.watch.handler(({ signal }) => this.host.watch(signal)),
        unlock: guarded.host.unlock.handler(({ input }) => { if (input.passphrase !== 'open sesame') throw new FolkmootError('storage/wrong-passphrase', 'Wrong.'); this.host.set({ ...this.host.value, state: 'ready' }) }),
        takeLink: guarded.host.takeLink.handler(() => { const { link, ...rest } = this.host.value; this.host.set(rest); return link === undefined ? {} : { link } }),
      },
      profile: {
        watch: guarded.profile.watch.handler(({ signal }) => this.profile.watch(signal)),
        setName: guarded.profile.setName.handler(({ input }) => { this.profile.set({ ...this.profile.value, name: cleanLine(input.name, LIMITS.nameChars) }); return this.profile.value }),
        watchSettings: guarded.profile.watchSettings.handler(({ signal }) => this.settings.watch(signal)),
        changeSettings: guarded.profile.changeSettings.handler(({ input }) => { this.settings.set(Object.assign({}, this.settings.value, input)); return this.settings.value }),
      },
      communities: {
        watch: guarded.communities.watch.handler(({ signal }) => this.list.watch(signal)),
        create: guarded.communities.create.handler(({ input }) => {
          const c = this.add(cleanLine(input.name, LIMITS.communityNameChars), 'member', 0, 'alone')
          const [space] = c.spaces.value
          if (!space) throw new Error('no space')
          return { community: c.summary.id, space: space.id }
        }),
        leave: guarded.communities.leave.handler(({ input }) => { const c = com(input.community); if (input.keepData) c.summary = { ...c.summary, state: 'left' }; else this.coms.delete(input.community); self.#tell() }),
        forget: guarded.communities.forget.handler(({ input }) => { this.coms.delete(input.community); self.#tell() }),
      },
      invites: {
        create: guarded.invites.create.handler(({ input }) => ({ link: `folkmoot://join#${id43('x').repeat(14)}`, expires: Date.now() + input.hours * 3_600_000, uses: input.uses })),
        preview: guarded.invites.preview.handler(({ input }) => {
          if (!input.link.startsWith('folkmoot://join')) throw new FolkmootError('invite/not-a-link', 'Not a link.')
          if (input.link.includes('expired')) throw new FolkmootError('invite/expired', 'Expired.')
          return { community: id43('Night nurses 2') as CommunityId, name: 'Night nurses', purpose: 'For those who work when others sleep: swap shifts, share meals, talk.', rules: '1. What is said here stays here.\n2. Listen first. Advice only when somebody asks for it.\n3. Everyone’s experience is their own: no judging, no comparing.', inviter: 'Ada', role: 'member' as const, expires: Date.now() + 6 * 86_400_000, standing: 'new' as const }
        }),
        accept: guarded.invites.accept.handler(() => { const c = this.add('Night nurses 2', 'joining', 0, 'connecting'); return { community: c.summary.id } }),
        watchJoin: guarded.invites.watchJoin.handler(({ input, signal }) => { const c = com(input.community); return (c.join ?? new Cell<JoinProgress>({ community: input.community, name: c.summary.name, step: 'done', tries: 1, received: 0 })).watch(signal) }),
      },
      spaces: {
        watch: guarded.spaces.watch.handler(({ input, signal }) => com(input.community).spaces.watch(signal)),
        create: guarded.spaces.create.handler(({ input }) => {
          const c = com(input.community)
          const space: SpaceView = { id: id43(String(Math.random())) as SpaceId, kind: 'room', name: cleanLine(input.name, LIMITS.spaceNameChars), topic: input.topic, unread: 0, messages: 0 }
          c.rooms.set(space.id, { all: [], readUpTo: 0, events: new Cell<MessageRow[]>([]) })
          c.spaces.set([...c.spaces.value, space])
          return { space: space.id }
        }),
      },
      rooms: {
        watch: guarded.rooms.watch.handler(async function* ({ input, signal }) {
          const r = room(input)
          yield { type: 'window' as const, rows: r.all.slice(-input.limit), total: r.all.length, readUpTo: r.readUpTo }
          let skip = true
          for await (const rows of r.events.watch(signal)) {
            if (skip) { skip = false; continue }
            yield { type: 'changes' as const, rows, total: r.all.length, readUpTo: r.readUpTo }
          }
        }),
        before: guarded.rooms.before.handler(({ input }) => { const r = room(input); const at = r.all.findIndex((m) => m.time > input.position.time || (m.time === input.position.time && m.id >= input.position.id)); const end = at === -1 ? r.all.length : at; const start = Math.max(0, end - input.limit); return { rows: r.all.slice(start, end), more: start > 0 } }),
        after: guarded.rooms.after.handler(({ input }) => { const r = room(input); const at = r.all.findIndex((m) => m.time > input.position.time || (m.time === input.position.time && m.id > input.position.id)); const start = at === -1 ? r.all.length : at; return { rows: r.all.slice(start, start + input.limit), more: start + input.limit < r.all.length } }),
        send: guarded.rooms.send.handler(({ input }) => { if (this.failSends) throw new FolkmootError('storage/disk-full', 'The disk is full.'); cleanText(input.text, { bytes: LIMITS.messageBytes }); return { id: this.say(input.community, input.space, 'Bram', input.text) } }),
        markRead: guarded.rooms.markRead.handler(({ input }) => { const c = com(input.community); const r = room(input); r.readUpTo = Math.max(r.readUpTo, input.upTo); c.spaces.set(c.spaces.value.map((s) => (s.id === input.space ? { ...s, unread: r.all.length - r.readUpTo } : s))); self.#tell() }),
      },
      members: { watch: guarded.members.watch.handler(({ input, signal }) => com(input.community).members.watch(signal)) },
      sync: {
        watch: guarded.sync.watch.handler(({ input, signal }) => com(input.community).sync.watch(signal)),
        retry: guarded.sync.retry.handler(() => undefined),
      },
    })
  }
}
export type SketchClient = RouterClient<ReturnType<SketchCore['router']>>

const CSP = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; font-src 'self'; connect-src 'self' ws://127.0.0.1:*; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default"
const types: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2', '.json': 'application/json' }

export function serveSketch(core: SketchCore, port: number, folder = 'out/renderer'): Server {
  const handler = new RPCHandler(core.router())
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname
    if (path === '/session') return void response.writeHead(204, { 'set-cookie': 'sketch=1; HttpOnly; SameSite=Strict; Path=/' }).end()
    const file = join(folder, path === '/' ? 'index.html' : path)
    if (!existsSync(file)) return void response.writeHead(404).end()
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream', 'content-security-policy': CSP }).end(readFileSync(file))
  })
  const sockets = new WebSocketServer({ server, path: '/rpc', maxPayload: LIMITS.commandBytes })
  sockets.on('connection', (ws) => void handler.upgrade(ws))
  server.on('close', () => sockets.clients.forEach((ws) => ws.terminate()))
  server.listen(port, '127.0.0.1')
  return server
}
