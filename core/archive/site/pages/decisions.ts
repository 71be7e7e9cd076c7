/** What was decided about who belongs here, the newest first. */
import { LIMITS } from '../../../shared/index.ts'
import type { ArchiveFile } from '../../about.ts'
import type { ReadDecision } from '../../reading/about.ts'
import { isoMoment } from '../../reading/moments.ts'
import { type Child, el, type Markup } from '../html.ts'
import { pager } from '../pager.ts'
import { link, type Site } from '../site.ts'
import { clockIn, dateIn, woven } from '../words/index.ts'
import { fileOf } from './space.ts'

export function* decisionFiles(site: Site): Generator<ArchiveFile> {
  const decisions = [...site.reading.decisions()].toReversed()
  const pages = Math.max(1, Math.ceil(decisions.length / LIMITS.siteListRows))
  for (let page = 0; page < pages; page++)
    yield fileOf(site, decisionsFile(page), (path) => ({
      title: site.tongue.words.places.decisions,
      body: decisionsBody(site, decisions, { path, page, pages }),
    }))
}

/** @param page counted from 0 */
function decisionsFile(page: number): string {
  return `site/decisions${page === 0 ? '' : `-${page + 1}`}.html`
}

interface Here {
  readonly path: string
  readonly page: number
  readonly pages: number
}

function decisionsBody(site: Site, all: readonly ReadDecision[], { path, page, pages }: Here): Child {
  const { places, decisions } = site.tongue.words
  const shown = all.slice(page * LIMITS.siteListRows, (page + 1) * LIMITS.siteListRows)
  const walk = (again: boolean) => pager(site, page, pages, (to) => link(path, decisionsFile(to)), again)
  return [
    el('h1', {}, places.decisions),
    el('p', { class: 'lead' }, decisions.intro),
    walk(false),
    shown.length === 0
      ? el('p', { class: 'quiet' }, decisions.none)
      : el(
          'ul',
          { class: 'list' },
          shown.map((each) => decisionMarkup(site, path, each)),
        ),
    walk(true),
  ]
}

function decisionMarkup(site: Site, path: string, decision: ReadDecision): Markup {
  const { decisions: words } = site.tongue.words
  const { at, reason, state } = decision
  return el(
    'li',
    state === 'counts' ? {} : { class: 'gone' },
    el('p', { class: 'what' }, sentence(site, path, decision)),
    reason === undefined ? undefined : el('p', { dir: 'auto' }, reason),
    el(
      'p',
      { class: 'quiet' },
      el('time', { datetime: isoMoment(at) }, `${dateIn(site.tongue, at)}, ${clockIn(at)}`),
      state === 'counts' ? undefined : [' · ', words[state]],
    ),
  )
}

function sentence(site: Site, path: string, { type, role, by, about }: ReadDecision): Child {
  const { decisions, people } = site.tongue.words
  const { says } = decisions
  const key = type === 'set-role' && role ? role : type
  const text = isSaid(says, key) ? says[key] : says.unknown
  const somebody = el('bdi', {}, people.somebody)
  return woven(text, {
    by: by === undefined ? somebody : site.person(path, by),
    target: about === undefined ? somebody : site.person(path, about),
  })
}

function isSaid<T extends object>(says: T, key: string): key is Extract<keyof T, string> {
  return Object.hasOwn(says, key)
}
