/** What is attached to a message: pictures, sound and films in their place, and the way to all else. */
import type { ReadFile, ReadMessage } from '../reading/about.ts'
import { type Child, el, type Markup } from './html.ts'
import { link, type Site } from './site.ts'
import { sizeIn } from './words/index.ts'

/** px: how large pictures and films are at most. */
const BOX = { width: 480, height: 360 }

export interface AttachedScene {
  readonly site: Site
  /** The page it stands on. */
  readonly path: string
}

export function attachedMarkup(scene: AttachedScene, { files }: Pick<ReadMessage, 'files'>): Markup | undefined {
  if (files.length === 0) return undefined
  const items = files.map((file) => el('li', { class: file.kind }, shown(scene, file), lineOf(scene, file)))
  return el('ul', { class: 'files', 'aria-label': scene.site.tongue.words.talk.files }, items)
}

function shown({ path }: AttachedScene, file: ReadFile): Child {
  if (file.path === undefined) return undefined
  const src = link(path, file.path)
  switch (file.kind) {
    case 'picture': {
      const alt = file.alt === '' ? file.name : file.alt
      return el('a', { href: src }, el('img', { src, alt, ...fitted(file), loading: 'lazy' }))
    }
    case 'audio':
      return el('audio', { src, controls: true, preload: 'none', 'aria-label': file.name })
    case 'video':
      return el('video', { src, controls: true, preload: 'metadata', 'aria-label': file.name, ...fitted(file) })
    case 'file':
      return undefined
  }
}

/** As large as its author says it is, or as there is room, so that nothing jumps while it is loaded. */
function fitted({ width, height }: ReadFile): { readonly width?: number; readonly height?: number } {
  if (width === undefined || height === undefined) return {}
  const scale = Math.min(1, BOX.width / width, BOX.height / height)
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

function lineOf({ site, path }: AttachedScene, { name, size, kind, path: file }: ReadFile): Markup {
  const { talk } = site.tongue.words
  const called = el('bdi', {}, name)
  const away = site.reading.withMedia ? talk.fileAway : talk.fileLeft
  // What no browser shows is saved, under the name it has in the archive: that one does no harm.
  const save: { download?: '' } = kind === 'file' ? { download: '' } : {}
  return el(
    'p',
    {},
    file === undefined ? called : el('a', { href: link(path, file), ...save }, called),
    el('span', { class: 'note' }, ` ${sizeIn(site.tongue, size)}${file === undefined ? ` · ${away}` : ''}`),
  )
}
