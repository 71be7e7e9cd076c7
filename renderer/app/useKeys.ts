/** Listens to the keyboard, once for the whole window. */
import { spotlight } from '@mantine/spotlight'
import { useEffect } from 'react'
import { inListOrder } from '../content/index.ts'
import { useCommunities, useNavigator, useSpaces, type CommunityId, type SpaceView } from '../session/index.ts'
import { matchShortcut, runShortcut, useShortcut } from '../ui/index.ts'
import { coveredAtPress, hangingTakes } from './cover.ts'
import { useHere } from './here.ts'
import { cycleRegion } from './regions.ts'
import { neighbour } from './neighbour.ts'

export const mac = /mac|iphone|ipad/i.test(navigator.platform)

interface KeyTargets {
  readonly togglePane: () => void
  readonly openSheet: () => void
  /** Opens search here; nothing where there is no room. */
  readonly search: (() => void) | undefined
}

export function useKeys({ togglePane, openSheet, search }: KeyTargets): void {
  const { go, back } = useNavigator()
  const here = useHere()
  const communities = useCommunities()

  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return
      const found = matchShortcut(event, { mac, writing: isWriting(event.target) })
      if (!found) return
      // What lies over the screens keeps the keyboard to itself; only the palette opens over everything.
      if (coveredAtPress() && found.action !== 'palette') return
      if (found.action === 'close' && hangingTakes(event)) return
      if (runShortcut(found.action, found.digit)) event.preventDefault()
    }
    // On the document, where the name of a button that is shown would end the way of Escape: it is heard of here all the same.
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])

  const did = (what: () => void) => (): boolean => {
    what()
    return true
  }
  useShortcut('palette', did(spotlight.toggle))
  // Where there is no room to search in, all of them are.
  useShortcut('search', did(search ?? spotlight.open))
  useShortcut('sheet', did(openSheet))
  useShortcut(
    'pane',
    did(() => togglePane()),
  )
  useShortcut(
    'settings',
    did(() => go({ at: 'settings' })),
  )
  useShortcut('regions', () => cycleRegion(1))
  useShortcut('regions-back', () => cycleRegion(-1))
  useShortcut('close', () => {
    if (here.part !== undefined && here.community !== undefined) go({ at: 'community', community: here.community })
    else if (here.page === undefined) return false
    else back()
    return true
  })
  useShortcut('community', (digit) => {
    const community = communities?.[(digit ?? 0) - 1]
    if (community) go({ at: 'community', community: community.id })
    return community !== undefined
  })
}

/** The keys that go from space to space; for where a community is open. */
export function useSpaceKeys(community: CommunityId): void {
  const { go } = useNavigator()
  const { space } = useHere()
  const spaces = inListOrder(useSpaces(community).value ?? [])
  const to = (by: 1 | -1, which: (space: SpaceView) => boolean) => (): boolean => {
    const next = neighbour(spaces, space, by, which)
    if (next) go({ at: 'room', community, space: next.id })
    return next !== undefined
  }
  const any = (): boolean => true
  const unread = (other: SpaceView): boolean => other.unread > 0
  useShortcut('space-up', to(-1, any))
  useShortcut('space-down', to(1, any))
  useShortcut('unread-up', to(-1, unread))
  useShortcut('unread-down', to(1, unread))
}

function isWriting(target: EventTarget | null): boolean {
  // What is switched and not written in leaves letters to the keys.
  if (target instanceof HTMLInputElement && /^(?:radio|checkbox)$/.test(target.type)) return false
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(?:input|textarea|select)$/i.test(target.tagName))
  )
}
