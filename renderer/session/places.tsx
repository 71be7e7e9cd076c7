/** Every place a screen can send the person to. The app decides what address each has. */
import { createContext, useContext, type AnchorHTMLAttributes, type MouseEvent } from 'react'
import type { CommunityId, EntryId, MemberId, SpaceId } from '../../core/shared/index.ts'

export type SearchKind = 'all' | 'messages' | 'topics' | 'people' | 'rooms'

/** What is sought, and where. */
export interface SearchWish {
  readonly text: string
  readonly kind: SearchKind
  readonly order: 'newest' | 'best'
  readonly scope: 'room' | 'community' | 'all'
  /** The room or board that may be searched alone. */
  readonly space?: SpaceId | undefined
}

export type Place =
  | { readonly at: 'start' }
  | { readonly at: 'inbox' }
  | { readonly at: 'add' }
  | { readonly at: 'join' }
  | { readonly at: 'create' }
  | { readonly at: 'settings' }
  | { readonly at: 'archives' }
  /** The wish goes beside the address, so that it stands in no list of what was visited. */
  | { readonly at: 'search'; readonly community?: CommunityId; readonly wish: SearchWish }
  | { readonly at: 'community'; readonly community: CommunityId }
  /** With `to`, at a message: in its thread, where it stands in one. */
  | { readonly at: 'room'; readonly community: CommunityId; readonly space: SpaceId; readonly to?: EntryId }
  /** With `to`, at one of its posts. */
  | {
      readonly at: 'topic'
      readonly community: CommunityId
      readonly space: SpaceId
      readonly topic: EntryId
      readonly to?: EntryId
    }
  | { readonly at: 'members' | 'people'; readonly community: CommunityId; readonly member?: MemberId }
  | { readonly at: 'home' | 'about' | 'invites' | 'decisions' | 'devices' | 'archive'; readonly community: CommunityId }

export interface Navigator {
  /** @param instead the place one comes from is not gone back to */
  go(place: Place, instead?: boolean): void
  /** Back to where the person was, or to the start. */
  back(): void
  href(place: Place): string
}

const NavigatorContext = createContext<Navigator | undefined>(undefined)
export const NavigatorProvider = NavigatorContext

export function useNavigator(): Navigator {
  const navigator = useContext(NavigatorContext)
  if (!navigator) throw new TypeError('there is no NavigatorProvider around this screen')
  return navigator
}

type PlaceLinkProps = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> & { to: Place }

/** A real link to a place, so that it can be focused, copied and opened like any other. */
export function PlaceLink({ to, onClick, children, ...rest }: PlaceLinkProps) {
  const { go, href } = useNavigator()
  const follow = (event: MouseEvent<HTMLAnchorElement>): void => {
    onClick?.(event)
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    go(to)
  }
  return (
    <a {...rest} href={href(to)} onClick={follow}>
      {children}
    </a>
  )
}
