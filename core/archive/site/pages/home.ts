/** The first page: what the community is, where to read on, and what this archive is. */
import type { ArchiveFile } from '../../about.ts'
import { isoMoment } from '../../reading/moments.ts'
import { bodyOf } from '../body.ts'
import { type Child, el, type Markup } from '../html.ts'
import { bodyScene } from '../message.ts'
import { link, type Site } from '../site.ts'
import { pageFile, type SpaceSurvey } from '../survey.ts'
import { dateIn, filled, woven } from '../words/index.ts'
import { fileOf } from './space.ts'

const PATH = 'index.html'
const CHECK = 'sha256sum --check --quiet manifest-sha256.txt'

export function homeFile(site: Site): ArchiveFile {
  return fileOf(site, PATH, () => ({ title: site.name, body: homeBody(site) }))
}

function homeBody(site: Site): Child {
  const { home } = site.tongue.words
  const { purpose, rules } = site.reading.community
  const spaces = [...site.survey.spaces.values()]
  const text = (words: string) => bodyOf(words, bodyScene({ site, path: PATH }))
  const group = (id: string, name: string, kinds: readonly string[], hint?: string) =>
    spaceList(
      site,
      id,
      name,
      spaces.filter(({ space }) => kinds.includes(space.kind)),
      hint,
    )
  const nothing = spaces.every(({ messages }) => messages === 0)
  return [
    el('h1', {}, el('bdi', {}, site.name)),
    purpose === '' ? undefined : el('div', { class: 'lead' }, text(purpose)),
    counts(site, spaces),
    nothing ? el('p', { class: 'quiet' }, home.empty) : undefined,
    group('rooms', home.rooms, ['room']),
    group('boards', home.boards, ['board']),
    group('private', home.private, ['private', 'direct'], home.privateHint),
    rules === '' ? undefined : section('rules', home.rules, text(rules)),
    about(site),
    verify(site),
  ]
}

function section(id: string, name: string, ...children: readonly Child[]): Markup {
  return el('section', { 'aria-labelledby': id }, el('h2', { id }, name), children)
}

function spaceList(
  site: Site,
  id: string,
  name: string,
  spaces: readonly SpaceSurvey[],
  hint: string | undefined,
): Markup | undefined {
  if (spaces.length === 0) return undefined
  const items = spaces.map((each) => spaceLine(site, each))
  return section(
    id,
    name,
    hint === undefined ? undefined : el('p', { class: 'quiet' }, hint),
    el('ul', { class: 'list' }, items),
  )
}

function spaceLine(site: Site, { space, folder, messages, last }: SpaceSurvey): Markup {
  const { home, talk } = site.tongue.words
  const name = el('a', { href: link(PATH, `${folder}${pageFile(0)}`) }, el('bdi', {}, site.spaceName(space.id)))
  const facts = [
    `${home.messages}: ${messages}`,
    ...(last === undefined ? [] : [filled(home.last, { date: dateIn(site.tongue, last) })]),
    ...(space.archived ? [talk.archived] : []),
  ]
  return el(
    'li',
    {},
    el('p', { class: 'what' }, name),
    space.topic === '' ? undefined : el('p', { dir: 'auto' }, space.topic),
    el('p', { class: 'quiet' }, facts.join(' · ')),
  )
}

function counts(site: Site, spaces: readonly SpaceSurvey[]): Markup {
  const { home } = site.tongue.words
  const { founded, newest } = site.reading.community
  const date = (ms: number) => el('time', { datetime: isoMoment(ms) }, dateIn(site.tongue, ms))
  const messages = spaces.reduce((sum, each) => sum + each.messages, 0)
  const facts: readonly (readonly [string, Child])[] = [
    [home.messages, String(messages)],
    [home.spaces, String(spaces.length)],
    [home.members, String(site.members.filter(({ state }) => state === 'active').length)],
    [home.founded, date(founded)],
    [home.newest, date(newest)],
    ...mediaFact(site, spaces),
  ]
  return el('dl', { class: 'facts', 'aria-label': home.counts }, facts.map(factOf))
}

/** How many files were attached, and how many of them are here. */
function mediaFact(site: Site, spaces: readonly SpaceSurvey[]): (readonly [string, Child])[] {
  const { home } = site.tongue.words
  const all = spaces.reduce((sum, { media }) => sum + media.all, 0)
  const held = spaces.reduce((sum, { media }) => sum + media.held, 0)
  if (all === 0) return []
  const those = held === all ? String(all) : filled(home.mediaHeld, { held, all })
  return [[home.media, site.reading.withMedia ? those : `${all} (${home.mediaLeft})`]]
}

function factOf([name, value]: readonly [string, Child]): Markup {
  return el('div', {}, el('dt', {}, name), el('dd', {}, value))
}

function about(site: Site): Markup {
  const { home } = site.tongue.words
  const { wish, by } = site.options
  const date = (ms: number): string => dateIn(site.tongue, ms)
  const parts: Child[] = [
    ...(wish.spaces ? [home.someSpaces] : []),
    ...(wish.since === undefined ? [] : [filled(home.since, { date: date(wish.since) })]),
    ...(wish.until === undefined ? [] : [filled(home.until, { date: date(wish.until) })]),
    ...(wish.by === undefined ? [] : [woven(home.by, { name: site.person(PATH, wish.by) })]),
  ]
  const held = parts.length === 0 ? [home.everything] : parts.flatMap((part, at) => (at === 0 ? [part] : ['; ', part]))
  const facts: readonly (readonly [string, Child])[] = [
    [home.holds, held],
    ...(by === undefined ? [] : [[home.maker, site.person(PATH, by)] as const]),
  ]
  return section(
    'about',
    home.about,
    el('dl', { class: 'lines' }, facts.map(factOf)),
    el('p', { class: 'quiet' }, home.forms),
  )
}

function verify(site: Site): Markup {
  const { home } = site.tongue.words
  return section(
    'verify',
    home.verify,
    el('p', {}, home.verifyHashes),
    el('pre', { dir: 'ltr', tabindex: 0 }, el('code', {}, CHECK)),
    el('p', {}, site.options.wish.record ? home.verifyRecord : home.noRecord),
  )
}
