/** What every page of an archive's site needs: its words, who is called what, and where everything stands. */
import { alikeNames, type EntryId, LIMITS, type MemberId, nameTag, type SpaceId } from '../../shared/index.ts'
import type { ArchiveWish } from '../about.ts'
import type { Reading, ReadMember } from '../reading/about.ts'
import { el, type Href, inside, type Markup } from './html.ts'
import type { SpaceSurvey, Survey } from './survey.ts'
import { type Tongue, tongueOf } from './words/index.ts'

export interface SiteOptions {
  /** What of the community it holds. */
  readonly wish: Omit<ArchiveWish, 'media'>
  /** Who made the archive. */
  readonly by?: MemberId | undefined
}

/** Colours that members are shown in. */
const HUES = 10

export class Site {
  readonly reading: Reading
  readonly options: SiteOptions
  readonly tongue: Tongue
  readonly survey: Survey
  readonly members: readonly ReadMember[]
  readonly name: string
  readonly #names: ReadonlyMap<MemberId, string>
  readonly #files: ReadonlyMap<MemberId, string>

  constructor(reading: Reading, options: SiteOptions, survey: Survey) {
    this.reading = reading
    this.options = options
    this.survey = survey
    this.tongue = tongueOf(options.wish.language)
    this.members = [...reading.members()]
    this.name = reading.community.name === '' ? this.tongue.words.unnamed : reading.community.name
    const alike = alikeNames(this.members.map(({ name }) => name))
    const shown = ({ id, name }: ReadMember) => (alike.has(name) ? `${name} (${nameTag(id)})` : name)
    this.#names = new Map(this.members.map((member) => [member.id, shown(member)]))
    this.#files = new Map(this.members.map(({ id }, at) => [id, peopleFile(Math.floor(at / LIMITS.siteListRows))]))
  }

  space(id: SpaceId): SpaceSurvey | undefined {
    return this.survey.spaces.get(id)
  }

  /** Their name, told apart from one that looks alike; what they were called elsewhere in the archive when they are not in it. */
  nameOf(id: MemberId, otherwise?: string): string {
    return this.#names.get(id) ?? otherwise ?? nameTag(id)
  }

  /** A member's name, and the way to who they are. @param from the page it stands on */
  person(from: string, id: MemberId, otherwise?: string): Markup {
    const name = el('bdi', {}, this.nameOf(id, otherwise))
    const file = this.#files.get(id)
    return file === undefined ? name : el('a', { href: link(from, file, personAnchor(id)), class: 'person' }, name)
  }

  personLink(from: string, id: MemberId): Href | undefined {
    const file = this.#files.get(id)
    return file === undefined ? undefined : link(from, file, personAnchor(id))
  }

  messageLink(from: string, space: SpaceId, id: EntryId): Href | undefined {
    const file = this.space(space)?.fileOf(id)
    return file === undefined ? undefined : link(from, file, messageAnchor(id))
  }

  /** What a space is called; a conversation, by who takes part. */
  spaceName(id: SpaceId): string {
    const space = this.space(id)?.space
    if (!space || space.name !== '') return space?.name ?? ''
    return space.members.map((member) => this.nameOf(member)).join(', ') || id.slice(0, 6)
  }
}

export const messageAnchor = (id: EntryId): string => `m-${id}`
export const personAnchor = (id: MemberId): string => `p-${id}`

/** @param page counted from 0 */
export function peopleFile(page: number): string {
  return `site/people${page === 0 ? '' : `-${page + 1}`}.html`
}

/** The way from a page to a file, both from the root of the site. */
export function link(from: string, to: string, fragment = ''): Href {
  const [here, there] = [from.split('/').slice(0, -1), to.split('/')]
  let same = 0
  while (same < here.length && same < there.length - 1 && here[same] === there[same]) same += 1
  return inside([...here.slice(same).map(() => '..'), ...there.slice(same)].join('/'), fragment)
}

/** One of the colours, always the same for the same id. */
export function hueOf(id: string): number {
  let hash = 2166136261
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 16777619)
  return (hash >>> 8) % HUES
}

/** Up to two letters to know somebody by. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s._-]+/u).filter((word) => /^[\p{L}\p{N}]/u.test(word))
  const [first = name, second = ''] = words
  return [...first]
    .slice(0, 1)
    .concat([...second].slice(0, 1))
    .join('')
    .toUpperCase()
}
