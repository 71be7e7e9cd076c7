/** The message that was asked for with a place: beside its address, so that going back leads to it again. */
import { useRouterState } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Target } from '../chat/index.ts'
import type { EntryId, Place, SearchWish } from '../session/index.ts'

declare module '@tanstack/react-router' {
  interface HistoryState {
    readonly message?: EntryId
    /** Makes going twice to one message two goings. */
    readonly going?: number
    /** What is sought on the page of search. */
    readonly wish?: SearchWish
  }
}

/** What goes beside the address of a place. */
export function targetState(place: Place): {
  readonly state?: { readonly message: EntryId; readonly going: number } | { readonly wish: SearchWish }
} {
  if (place.at === 'search') return { state: { wish: place.wish } }
  return (place.at === 'room' || place.at === 'topic') && place.to !== undefined
    ? { state: { message: place.to, going: Date.now() } }
    : {}
}

export function useTarget(): Target | undefined {
  const message = useRouterState({ select: ({ location }) => location.state.message })
  const going = useRouterState({ select: ({ location }) => location.state.going })
  return useMemo(
    () => (message === undefined || going === undefined ? undefined : { id: message, count: going }),
    [message, going],
  )
}

const nothing: SearchWish = { text: '', kind: 'all', order: 'newest', scope: 'all' }

export function useWish(): SearchWish {
  return useRouterState({ select: ({ location }) => location.state.wish }) ?? nothing
}
