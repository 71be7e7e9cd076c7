/** What pages of all kinds of spaces have in common. */
import type { ArchiveFile } from '../../about.ts'
import { type Child, el } from '../html.ts'
import { type Page, pageBytes } from '../frame.ts'
import type { Site } from '../site.ts'
import { pageFile, type SpaceSurvey } from '../survey.ts'

/** A page that is made when it is asked for. */
export function fileOf(site: Site, path: string, page: (path: string) => Omit<Page, 'path'>): ArchiveFile {
  return {
    path,
    *content() {
      yield pageBytes(site, { path, ...page(path) })
    },
  }
}

/** @param below whether the page is one below the space's own */
export function spaceCrumbs(site: Site, { space, folder }: SpaceSurvey, below = false): NonNullable<Page['crumbs']> {
  const { home } = site.tongue.words
  const group = space.kind === 'board' ? home.boards : space.kind === 'room' ? home.rooms : home.private
  const path = below ? `${folder}${pageFile(0)}` : undefined
  return [
    { name: group, path: 'index.html' },
    { name: site.spaceName(space.id), path },
  ]
}

export function spaceHead(site: Site, { space }: SpaceSurvey, path: string): Child {
  const { talk } = site.tongue.words
  const people = space.members.map((id, at) => [at === 0 ? '' : ', ', site.person(path, id)])
  return [
    el('h1', {}, el('bdi', {}, site.spaceName(space.id))),
    space.topic === '' ? undefined : el('p', { class: 'lead', dir: 'auto' }, space.topic),
    people.length === 0 ? undefined : el('p', { class: 'quiet' }, talk.people, ' ', people),
    space.archived ? el('p', { class: 'quiet' }, talk.archived) : undefined,
  ]
}
