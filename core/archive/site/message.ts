/** One message on a page. */
import type { EntryId, SpaceId } from '../../shared/index.ts'
import type { ReadMessage } from '../reading/about.ts'
import { isoMoment } from '../reading/moments.ts'
import { attachedMarkup } from './attached.ts'
import { type BodyScene, bodyOf } from './body.ts'
import { anchor, type Child, el, type Markup } from './html.ts'
import { hueOf, initialsOf, link, messageAnchor, type Site } from './site.ts'
import { NAMES } from './stretches.ts'
import { type Author, threadFile } from './survey.ts'
import { clockIn, dateIn, filled, woven } from './words/index.ts'

/** ms: what one says so soon after what they said before needs no name again. */
const SOON = 300_000

export interface MessageScene {
  readonly site: Site
  /** The page it stands on. */
  readonly path: string
  readonly space: SpaceId
  /** What stands just above it. */
  readonly above?: ReadMessage | undefined
  /** Whether the day it was said on is named beside it. */
  readonly dated?: boolean
  /** Whether its thread is shown or led to here. */
  readonly withThread: boolean
}

export function messageMarkup(scene: MessageScene, message: ReadMessage): Markup {
  const { site, space } = scene
  const { id, author, withdrawn, text, title } = message
  const { talk } = site.tongue.words
  const body = text === '' && message.files.length > 0 ? undefined : bodyOf(text, bodyScene(scene))
  const said = withdrawn ? el('p', { class: 'gone' }, talk.withdrawn) : body
  const name = nameIn(site, message)
  const classes = ['message', isContinued(scene.above, message) ? 'more' : '', message.answer ? 'answer' : '']
  return el(
    'article',
    { class: classes.filter((each) => each !== '').join(' '), id: messageAnchor(id) },
    el(
      'div',
      { class: `face hue-${hueOf(message.imported?.author ?? author)}`, 'aria-hidden': 'true' },
      initialsOf(name),
    ),
    el(
      'div',
      { class: 'said' },
      heading(scene, message),
      replyLine(scene, message),
      title === undefined || site.space(space)?.space.kind === 'board'
        ? undefined
        : el('p', { class: 'heading-2' }, title),
      said,
      attachedMarkup(scene, message),
      reactions(scene, message),
      scene.withThread ? thread(scene, id) : undefined,
    ),
  )
}

/** What who said something is called. */
export function nameIn(site: Site, { author, authorName, imported }: Author): string {
  return imported?.author ?? site.nameOf(author, authorName)
}

function isContinued(above: ReadMessage | undefined, { author, time, reply, imported, answer }: ReadMessage): boolean {
  if (!above || reply !== undefined || answer || time - above.time > SOON) return false
  return above.author === author && above.imported?.author === imported?.author
}

function heading({ site, path, dated = false }: MessageScene, message: ReadMessage): Markup {
  const { id, author, time, editedAt, pinned, answer, imported } = message
  const { talk, board } = site.tongue.words
  const moment = imported?.at ?? time
  const clock = clockIn(moment)
  const isElsewhere = dated || isoMoment(moment).slice(0, 10) !== isoMoment(time).slice(0, 10)
  const note = (...words: readonly Child[]) => el('span', { class: 'note' }, words)
  return el(
    'div',
    { class: 'by' },
    imported
      ? el('bdi', { class: 'person' }, imported.author)
      : el('span', { class: 'who' }, site.person(path, author, message.authorName)),
    el(
      'a',
      { class: 'when', href: anchor(messageAnchor(id)), title: `${talk.link}: ${dateIn(site.tongue, time)}` },
      el('time', { datetime: isoMoment(moment) }, isElsewhere ? `${dateIn(site.tongue, moment)}, ${clock}` : clock),
    ),
    imported ? note(woven(talk.imported, { from: el('bdi', {}, imported.from) })) : undefined,
    editedAt === undefined ? undefined : note(talk.edited),
    pinned ? note(talk.pinned) : undefined,
    answer ? el('span', { class: 'note good' }, board.answer) : undefined,
  )
}

function replyLine({ site, path, space }: MessageScene, { reply }: ReadMessage): Markup | undefined {
  if (reply === undefined) return undefined
  const { talk } = site.tongue.words
  const href = site.messageLink(path, space, reply)
  const answered = href && site.reading.message(space, reply)
  if (!href || !answered) return el('p', { class: 'reply' }, talk.answersLost)
  const name = el('bdi', {}, nameIn(site, answered))
  return el('p', { class: 'reply' }, el('a', { href }, woven(talk.answers, { name })))
}

function reactions({ site }: MessageScene, { reactions: all, imported }: ReadMessage): Markup | undefined {
  const items = all.map(({ emoji, by }) => {
    const names = by.slice(0, NAMES).map((member) => site.nameOf(member))
    const more = [...names, ...(by.length > NAMES ? ['…'] : [])].join(', ')
    return el('li', { title: more }, emoji, ' ', String(by.length), el('span', { class: 'unseen' }, `: ${more}`))
  })
  const there = (imported?.reactions ?? []).map(({ emoji, count }) => el('li', {}, emoji, ' ', String(count)))
  if (items.length + there.length === 0) return undefined
  return el('ul', { class: 'reactions', 'aria-label': site.tongue.words.talk.reactions }, items, there)
}

/** Under the message it answers: what is short, else the way there. */
function thread(scene: MessageScene, root: EntryId): Markup | undefined {
  const { site, path, space } = scene
  const found = site.space(space)
  const under = found?.threads.get(root)
  if (!found || !under || under.replies === 0) return undefined
  const { talk } = site.tongue.words
  const count = filled(talk.replies, { n: under.replies })
  if (!under.inline)
    return el(
      'p',
      { class: 'thread-link' },
      el('a', { href: link(path, `${found.folder}${threadFile(under, 0)}`) }, `${count} · ${talk.whole}`),
    )
  const replies: Markup[] = []
  let above: ReadMessage | undefined
  for (const reply of site.reading.standing(space, root)) {
    // What came after the survey was made has no place.
    if (found.fileOf(reply.id) !== path) continue
    replies.push(messageMarkup({ ...scene, above, withThread: true }, reply))
    above = reply
  }
  return el('div', { class: 'thread', role: 'group', 'aria-label': `${talk.thread}: ${count}` }, replies)
}

export function bodyScene({ site, path }: Pick<MessageScene, 'site' | 'path'>): BodyScene {
  const { talk, people } = site.tongue.words
  return {
    mention: (of, text) => {
      if (of.kind === 'room') return { name: talk.everyone }
      if (of.kind === 'role') return { name: people.roles[of.role] }
      return { name: site.nameOf(of.id, text.slice(1)), href: site.personLink(path, of.id) }
    },
    message: ({ space, id }) => site.messageLink(path, space, id),
  }
}
