/** Pages of a board: its topics, those in which something was said last first, and each topic. */
import { LIMITS } from '../../../shared/index.ts'
import type { ArchiveFile } from '../../about.ts'
import { type Child, el, type Markup } from '../html.ts'
import { messageMarkup, nameIn } from '../message.ts'
import { pager } from '../pager.ts'
import { link, type Site } from '../site.ts'
import { pageFile, type SpaceSurvey, threadFile, type ThreadSurvey, type TopicSurvey } from '../survey.ts'
import { talkMarkup } from '../talk.ts'
import { dateIn, filled, woven } from '../words/index.ts'
import { threadFiles, unrooted } from './room.ts'
import { fileOf, spaceCrumbs, spaceHead } from './space.ts'

interface Topic extends ThreadSurvey {
  readonly topic: TopicSurvey
}

export function* boardFiles(site: Site, board: SpaceSurvey): Generator<ArchiveFile> {
  const topics = topicsOf(board)
  const pages = Math.max(1, Math.ceil(topics.length / LIMITS.siteListRows))
  for (let page = 0; page < pages; page++)
    yield fileOf(site, `${board.folder}${pageFile(page)}`, (path) => ({
      ...{ title: site.spaceName(board.space.id), crumbs: spaceCrumbs(site, board) },
      body: listBody(site, board, topics, path, page),
    }))
  for (const topic of topics)
    for (const page of topic.pages.keys())
      yield fileOf(site, `${board.folder}${threadFile(topic, page)}`, (path) => ({
        ...{ title: titleOf(site, topic), crumbs: spaceCrumbs(site, board, true) },
        body: topicBody(site, board, topic, path, page),
      }))
  yield* threadFiles(site, board)
}

function topicsOf({ threads }: SpaceSurvey): Topic[] {
  return [...threads.values()]
    .flatMap((thread) => (thread.topic ? [{ ...thread, topic: thread.topic }] : []))
    .sort((a, b) => b.last - a.last || (a.root < b.root ? -1 : 1))
}

function titleOf(site: Site, { topic }: Topic): string {
  return topic.title === '' ? site.tongue.words.talk.withdrawn : topic.title
}

function listBody(site: Site, board: SpaceSurvey, topics: readonly Topic[], path: string, page: number): Child {
  const words = site.tongue.words.board
  const pages = Math.ceil(topics.length / LIMITS.siteListRows)
  const shown = topics.slice(page * LIMITS.siteListRows, (page + 1) * LIMITS.siteListRows)
  return [
    spaceHead(site, board, path),
    el('h2', {}, words.topics),
    shown.length === 0
      ? el('p', { class: 'quiet' }, words.empty)
      : el(
          'ul',
          { class: 'list' },
          shown.map((topic) => lineOf(site, board, topic, path)),
        ),
    page === pages - 1 || pages === 0 ? unrooted(site, board, path) : undefined,
    pager(site, page, pages, (to) => link(path, `${board.folder}${pageFile(to)}`)),
  ]
}

function lineOf(site: Site, board: SpaceSurvey, thread: Topic, path: string): Markup {
  const { tongue } = site
  const { board: words, home } = tongue.words
  const { topic } = thread
  return el(
    'li',
    {},
    el(
      'p',
      { class: 'what' },
      el('a', { href: link(path, `${board.folder}${threadFile(thread, 0)}`) }, el('bdi', {}, titleOf(site, thread))),
    ),
    el(
      'p',
      { class: 'quiet' },
      woven(words.started, { name: el('bdi', {}, nameIn(site, topic.by)) }),
      ' · ',
      filled(words.posts, { n: thread.replies + 1 }),
      ' · ',
      filled(home.last, { date: dateIn(tongue, thread.last) }),
      topic.answer === undefined ? undefined : [' · ', el('span', { class: 'good' }, words.answered)],
    ),
    tagList(topic.tags),
  )
}

function tagList(tags: readonly string[]): Markup | undefined {
  return tags.length === 0
    ? undefined
    : el(
        'ul',
        { class: 'tags' },
        tags.map((tag) => el('li', {}, el('bdi', {}, tag))),
      )
}

function topicBody(site: Site, board: SpaceSurvey, thread: Topic, path: string, page: number): Child {
  const words = site.tongue.words.board
  const { id } = board.space
  const scene = { site, path, space: id, withThread: false }
  const root = site.reading.message(id, thread.root)
  const answer = thread.topic.answer && site.messageLink(path, id, thread.topic.answer)
  const stretch = thread.pages[page]
  const walk = (again: boolean) =>
    pager(site, page, thread.pages.length, (to) => link(path, `${board.folder}${threadFile(thread, to)}`), again)
  return [
    el('h1', {}, el('bdi', {}, titleOf(site, thread))),
    tagList(thread.topic.tags),
    answer ? el('p', {}, el('a', { class: 'good', href: answer }, words.toAnswer)) : undefined,
    walk(false),
    root && page === 0 ? el('div', { class: 'begun' }, messageMarkup({ ...scene, dated: true }, root)) : undefined,
    stretch && talkMarkup(scene, thread.root, stretch),
    walk(true),
  ]
}
