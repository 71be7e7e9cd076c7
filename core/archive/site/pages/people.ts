/** Who is and was here. */
import { LIMITS } from '../../../shared/index.ts'
import type { ArchiveFile } from '../../about.ts'
import type { ReadMember } from '../../reading/about.ts'
import { isoMoment } from '../../reading/moments.ts'
import { bodyOf } from '../body.ts'
import { type Child, el, type Markup } from '../html.ts'
import { bodyScene } from '../message.ts'
import { pager } from '../pager.ts'
import { hueOf, initialsOf, link, peopleFile, personAnchor, type Site } from '../site.ts'
import { dateIn, woven } from '../words/index.ts'
import { fileOf } from './space.ts'

export function* peopleFiles(site: Site): Generator<ArchiveFile> {
  const pages = Math.max(1, Math.ceil(site.members.length / LIMITS.siteListRows))
  for (let page = 0; page < pages; page++)
    yield fileOf(site, peopleFile(page), (path) => ({
      title: site.tongue.words.places.people,
      body: peopleBody(site, path, page, pages),
    }))
}

function peopleBody(site: Site, path: string, page: number, pages: number): Child {
  const { places, people } = site.tongue.words
  const shown = site.members.slice(page * LIMITS.siteListRows, (page + 1) * LIMITS.siteListRows)
  const walk = (again: boolean) => pager(site, page, pages, (to) => link(path, peopleFile(to)), again)
  return [
    el('h1', {}, places.people),
    el('p', { class: 'lead' }, people.intro),
    walk(false),
    shown.map((member) => personMarkup(site, path, member)),
    walk(true),
  ]
}

function personMarkup(site: Site, path: string, { id, role, state, since, about, vouches }: ReadMember): Markup {
  const { people } = site.tongue.words
  const name = site.nameOf(id)
  const bio = about.get('bio')
  const said = (key: string): string => listOf(about.get(key)).join(', ')
  const more = (key: string): string => [said(key), said(`${key}Text`)].filter((each) => each !== '').join('. ')
  const lines = (['pronouns', 'languages', 'timeZone', 'birthday', 'skills', 'offers', 'seeks'] as const).map(
    (key) => [people.about[key], key === 'offers' || key === 'seeks' ? more(key) : said(key)] as const,
  )
  const experience = listOf(about.get('experience'))
  return el(
    'article',
    { class: 'member', id: personAnchor(id) },
    el('div', { class: `face hue-${hueOf(id)}`, 'aria-hidden': 'true' }, initialsOf(name)),
    el(
      'div',
      { class: 'said' },
      el('h2', {}, el('bdi', {}, name)),
      el(
        'p',
        { class: 'quiet' },
        role === 'member' ? undefined : el('span', { class: 'badge' }, people.role[role]),
        people.state[state] === '' ? undefined : el('span', { class: 'badge' }, people.state[state]),
        people.since,
        ' ',
        el('time', { datetime: isoMoment(since) }, dateIn(site.tongue, since)),
      ),
      typeof bio === 'string' ? bodyOf(bio, bodyScene({ site, path })) : undefined,
      el(
        'dl',
        { class: 'lines' },
        lines.map(([term, text]) => line(term, text)),
        line(
          people.about.experience,
          experience.length === 0
            ? ''
            : el(
                'ul',
                {},
                experience.map((each) => el('li', {}, bdi(each))),
              ),
        ),
        vouches.map(({ skill, by }) =>
          line(
            woven(people.vouched, { skill: bdi(skill) }),
            by.map((each, at) => [at === 0 ? '' : ', ', site.person(path, each)]),
          ),
        ),
      ),
    ),
  )
}

function line(term: Child, text: Child): Markup | undefined {
  if (text === '') return undefined
  return el('div', {}, el('dt', {}, term), el('dd', {}, typeof text === 'string' ? bdi(text) : text))
}

function bdi(text: string): Markup {
  return el('bdi', {}, text)
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return []
  return typeof value === 'string' ? [value] : value
}
