/** Ada and Bram with real cores in processes of their own, found again where they were, and how one sees that they are unharmed. */
import { expect } from 'vitest'
import type { MemberView, MessageRow } from '../../core/contract/index.ts'
import { freePort } from './free-port.ts'
import { foundGarden, inviteTo, joinBy, NamedPerson, type Place, readRoom, until } from './named-people.ts'
import { untilQuiet } from './quiet.ts'
import type { Client } from './screen.ts'

export type Honest = 'ada' | 'bram'
const names = { ada: 'Ada', bram: 'Bram' } as const
const other = (name: Honest): Honest => (name === 'ada' ? 'bram' : 'ada')

export class BesiegedCores implements AsyncDisposable {
  readonly #people: Readonly<Record<Honest, NamedPerson>>
  readonly clients = {} as Record<Honest, Client>
  room!: Place
  /** What honest people wrote, in the order they did. */
  readonly #said: { readonly author: string; readonly text: string; readonly id: string }[] = []

  private constructor(people: Readonly<Record<Honest, NamedPerson>>) {
    this.#people = people
  }

  /** Ada founds a garden, Bram comes and is made a moderator, and each has heard the other. */
  static async begin(): Promise<BesiegedCores> {
    const at = async (): Promise<string[]> => ['--no-discovery', '--listen', `127.0.0.1:${await freePort()}`]
    const cores = new BesiegedCores({
      ada: new NamedPerson('Ada', await at()),
      bram: new NamedPerson('Bram', await at()),
    })
    const [ada, bram] = await Promise.all([cores.start('ada'), cores.start('bram')])
    cores.room = await foundGarden(ada, 'Ada')
    await joinBy(bram, await inviteTo(ada, cores.room), 'Bram', cores.room)
    const { community } = cores.room
    // His name comes after him.
    const isBram = ({ name }: MemberView): boolean => name === 'Bram'
    const members = await until(ada.members.watch({ community }), (all) => all.some(isBram))
    await ada.members.setRole({ community, member: members.find(isBram)?.id ?? '', role: 'moderator' })
    await cores.expectUnharmed()
    return cores
  }

  profile(name: Honest): string {
    return this.#people[name].profile
  }

  async start(name: Honest): Promise<Client> {
    return (this.clients[name] = await this.#people[name].start())
  }

  /** Ends somebody’s core: as Ctrl+C does, or at once. */
  end(name: Honest, how: 'stop' | 'kill' = 'stop'): Promise<void> {
    return this.#people[name].end(how)
  }

  /** Where somebody can be dialled. */
  async addresses(name: Honest): Promise<readonly string[]> {
    const { community } = this.room
    const view = await until(this.clients[name].sync.watch({ community }), ({ addresses }) => addresses.length > 0)
    return view.addresses
  }

  /** Somebody writes, whoever may be there. */
  async say(from: Honest): Promise<string> {
    const text = `${names[from]} says ${this.#said.length}`
    const { id } = await this.clients[from].rooms.send({ ...this.room, text, clientKey: `honest-${this.#said.length}` })
    this.#said.push({ author: names[from], text, id })
    return id
  }

  /** Somebody writes, and the other reads it. */
  async talk(from: Honest): Promise<void> {
    const said = await this.say(from)
    await this.untilRead(other(from), ({ id }) => id === said)
  }

  async untilRead(who: Honest, found: (row: MessageRow) => boolean): Promise<void> {
    await until(this.clients[who].rooms.watch({ ...this.room, limit: 200 }), ({ rows }) => rows.some(found))
  }

  /** All that stands in the room, as somebody sees it. */
  rows(who: Honest): Promise<MessageRow[]> {
    return readRoom(this.clients[who], this.room)
  }

  async texts(who: Honest): Promise<string[]> {
    return (await this.rows(who)).map(({ text }) => text)
  }

  /** Members as somebody sees them, once there are so many. */
  members(who: Honest, count: number): Promise<MemberView[]> {
    return until(this.clients[who].members.watch({ community: this.room.community }), (all) => all.length >= count)
  }

  /** Every decision as somebody sees it, oldest first. */
  async history(who: Honest) {
    const { community } = this.room
    const { decisions } = await until(this.clients[who].members.watchHistory({ community, limit: 1000 }), () => true)
    return decisions.toReversed()
  }

  /** All that may be harmed is as it was, alike for both, and goes on; and then nobody says anything more. */
  async expectUnharmed(): Promise<void> {
    for (const from of ['bram', 'ada'] as const) await this.talk(from)
    await untilQuiet(Object.values(this.#people).map(({ process }) => process.child.pid ?? 0))
    const [ada, bram] = [await this.rows('ada'), await this.rows('bram')]
    const shown = (rows: readonly MessageRow[]) =>
      rows.map(({ id, text, author, forked }) => [id, text, author, forked])
    expect(shown(bram)).toEqual(shown(ada))
    for (const rows of [ada, bram]) {
      const honest = rows.filter((row) => this.#said.some(({ id }) => id === row.id))
      expect(honest.map(({ authorName, text, id }) => ({ author: authorName, text, id }))).toEqual(this.#said)
    }
    const members = async (who: Honest) =>
      (await this.members(who, 2)).map(({ id, name, role, state, devices }) => ({ id, name, role, state, devices }))
    const own = await members('ada')
    expect(await members('bram')).toEqual(own)
    expect(own).toContainEqual(expect.objectContaining({ name: 'Ada', role: 'owner', state: 'active', devices: 1 }))
    expect(own).toContainEqual(
      expect.objectContaining({ name: 'Bram', role: 'moderator', state: 'active', devices: 1 }),
    )
    const decisions = async (who: Honest) => (await this.history(who)).map(({ id, state }) => `${id} ${state}`).sort()
    expect(await decisions('bram')).toEqual(await decisions('ada'))
  }

  /** The same is there when a core has been killed and starts again. */
  async expectReloaded(who: Honest): Promise<void> {
    const before = [await this.rows(who), await this.history(who)]
    await this.end(who, 'kill')
    await this.start(who)
    expect([await this.rows(who), await this.history(who)]).toEqual(before)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const person of Object.values(this.#people)) await person[Symbol.asyncDispose]()
  }
}
