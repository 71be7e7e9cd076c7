/** Pages of a room: what stands in it, and its longer threads. */
import type { ArchiveFile } from '../../about.ts'
import { type Child, el, type Markup } from '../html.ts'
import { fileOf, spaceCrumbs, spaceHead } from './space.ts'
import { messageMarkup, nameIn } from '../message.ts'
import { pager } from '../pager.ts'
import { link, messageAnchor, type Site } from '../site.ts'
import { pageFile, type SpaceSurvey, threadFile, type ThreadSurvey } from '../survey.ts'
import { talkMarkup } from '../talk.ts'
import { filled, monthIn } from '../words/index.ts'

export function* roomFiles(site: Site, room: SpaceSurvey): Generator<ArchiveFile> {
  for (const page of Array.from({ length: Math.max(1, room.pages.length) }, (_, at) => at))
    yield fileOf(site, `${room.folder}${pageFile(page)}`, (path) => ({
      ...{ title: site.spaceName(room.space.id), crumbs: spaceCrumbs(site, room) },
      body: roomBody(site, room, path, page),
    }))
  yield* threadFiles(site, room)
}

/** Threads with pages of their own. */
export function* threadFiles(site: Site, space: SpaceSurvey): Generator<ArchiveFile> {
  for (const thread of space.threads.values()) {
    if (thread.topic) continue
    for (const page of thread.pages.keys())
      yield fileOf(site, `${space.folder}${threadFile(thread, page)}`, (path) => ({
        title: filled(site.tongue.words.talk.threadOf, { name: site.spaceName(space.space.id) }),
        crumbs: spaceCrumbs(site, space, true),
        body: threadBody(site, space, thread, path, page),
      }))
  }
}

function roomBody(site: Site, room: SpaceSurvey, path: string, page: number): Child {
  const { talk } = site.tongue.words
  const stretch = room.pages[page]
  const walk = (again: boolean) =>
    pager(site, page, room.pages.length, (to) => link(path, `${room.folder}${pageFile(to)}`), again)
  const scene = { site, path, space: room.space.id, withThread: true }
  const days = stretch ? talkMarkup(scene, '', stretch) : []
  const isLast = page >= room.pages.length - 1
  return [
    spaceHead(site, room, path),
    page === 0 ? pinned(site, room, path) : undefined,
    months(site, room, path),
    walk(false),
    days.length > 0 ? days : el('p', { class: 'quiet' }, talk.empty),
    isLast ? unrooted(site, room, path) : undefined,
    walk(true),
  ]
}

function threadBody(site: Site, space: SpaceSurvey, thread: ThreadSurvey, path: string, page: number): Child {
  const { talk } = site.tongue.words
  const { id } = space.space
  const root = site.reading.message(id, thread.root)
  const back = root && site.messageLink(path, id, thread.root)
  const stretch = thread.pages[page]
  const walk = (again: boolean) =>
    pager(site, page, thread.pages.length, (to) => link(path, `${space.folder}${threadFile(thread, to)}`), again)
  const scene = { site, path, space: id, withThread: true }
  return [
    el('h1', {}, talk.thread, ' · ', el('bdi', {}, site.spaceName(id))),
    el('p', { class: 'quiet' }, back ? el('a', { href: back }, talk.back) : talk.lost),
    root && page === 0
      ? el('div', { class: 'begun' }, messageMarkup({ ...scene, withThread: false, dated: true }, root))
      : undefined,
    walk(false),
    stretch && talkMarkup(scene, thread.root, stretch),
    walk(true),
  ]
}

function months(site: Site, room: SpaceSurvey, path: string): Markup | undefined {
  if (room.pages.length < 2 || room.months.length < 2) return undefined
  const items = room.months.map(({ month, page, id }) =>
    el(
      'li',
      {},
      el('a', { href: link(path, `${room.folder}${pageFile(page)}`, messageAnchor(id)) }, monthIn(site.tongue, month)),
    ),
  )
  return el('details', { class: 'jump' }, el('summary', {}, site.tongue.words.talk.jump), el('ul', {}, items))
}

/** Characters of a message that stand for it in a list. */
const GIST = 100

function pinned(site: Site, { space, pins }: SpaceSurvey, path: string): Markup | undefined {
  const items = pins.flatMap(({ id, by, text }) => {
    const href = site.messageLink(path, space.id, id)
    const gist = [...text.replace(/\s+/g, ' ')]
    const short = gist.length > GIST ? `${gist.slice(0, GIST).join('')}…` : gist.join('')
    return href ? el('li', {}, el('a', { href }, el('bdi', {}, nameIn(site, by)), ': ', el('bdi', {}, short))) : []
  })
  if (items.length === 0) return undefined
  const { pins: name } = site.tongue.words.talk
  return el('details', { class: 'pins' }, el('summary', {}, name), el('ul', {}, items))
}

/** Threads that answer what is not in the archive. */
export function unrooted(site: Site, { threads, folder }: SpaceSurvey, path: string): Markup | undefined {
  const { talk } = site.tongue.words
  const items = [...threads.values()]
    .filter(({ rooted, pages }) => !rooted && pages.length > 0)
    .map((thread) => {
      const count = filled(talk.replies, { n: thread.replies })
      return el(
        'li',
        {},
        el('a', { href: link(path, `${folder}${threadFile(thread, 0)}`) }, `${talk.thread}: ${count}`),
      )
    })
  if (items.length === 0) return undefined
  const title = 'elsewhere'
  return el('section', { 'aria-labelledby': title }, el('h2', { id: title }, talk.lostThreads), el('ul', {}, items))
}
