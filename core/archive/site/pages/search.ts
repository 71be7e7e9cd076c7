/** The page on which the archive is searched; what it finds is put in by its script. */
import type { ArchiveFile } from '../../about.ts'
import { type Child, el } from '../html.ts'
import type { Site } from '../site.ts'
import { fileOf } from './space.ts'

export const SEARCH_PATH = 'site/search.html'

export function searchFile(site: Site): ArchiveFile {
  return fileOf(site, SEARCH_PATH, () => ({
    title: site.tongue.words.places.search,
    scripts: ['site/words/list.js', 'site/search.js'],
    body: searchBody(site),
  }))
}

function searchBody(site: Site): Child {
  const { search, places } = site.tongue.words
  return [
    el('h1', {}, places.search),
    // The script takes it away: wherever that does not run, for whatever reason, it stays.
    el('p', { class: 'quiet', id: 'needs-script' }, search.noScript),
    el(
      'form',
      { class: 'search', id: 'search', role: 'search' },
      el('label', { for: 'words' }, search.label),
      el(
        'div',
        { class: 'row' },
        el('input', { id: 'words', type: 'search', name: 'q', dir: 'auto', 'aria-describedby': 'hint' }),
        el('button', { type: 'submit' }, search.go),
      ),
      el('p', { class: 'quiet', id: 'hint' }, search.hint),
    ),
    el('p', {
      id: 'state',
      role: 'status',
      'data-working': search.working,
      'data-none': search.none,
      'data-found': search.found,
    }),
    el('ul', { class: 'list', id: 'found' }),
    el('button', { id: 'more', type: 'button', hidden: true }, search.more),
  ]
}
