/** What stands beside a room: its people, what is set aside in it, or who is connected. */
import { HiddenPane } from '../chat/index.ts'
import { MembersPane } from '../members/index.ts'
import { PeersPane } from '../peers/index.ts'
import { PeoplePane } from '../private/index.ts'
import { SearchPane } from '../search/index.ts'
import { useSpaces, type CommunitySummary, type SpaceId } from '../session/index.ts'
import { isInPane, useShortcut } from '../ui/index.ts'
import { RoomPanes } from './RoomPanes.tsx'
import { useShell, type PaneKind } from './shell-state.ts'

interface ContextPaneProps {
  readonly pane: PaneKind
  readonly community: CommunitySummary
  readonly space: SpaceId | undefined
  readonly onClose: () => void
  /** Where the pane lies over the screen: it gives way to what was gone to. */
  readonly onGone: (() => void) | undefined
}

const stayed = (): void => undefined

export function ContextPane({ pane, community, space: at, onClose, onGone }: ContextPaneProps) {
  const { openInvite } = useShell()
  useShortcut('close', () => {
    // Those who are here stand beside the room for good: they go when somebody asks who is among them.
    if (pane === 'members' && !isInPane()) return false
    onClose()
    return true
  })
  const space = useSpaces(community.id).value?.find(({ id }) => id === at)
  if (pane === 'search') return <SearchPane community={community.id} space={at} onClose={onClose} onGone={onGone} />
  if (pane === 'peers') return <PeersPane community={community} onClose={onClose} />
  if (space && (pane === 'thread' || pane === 'threads' || pane === 'pinned')) {
    return <RoomPanes pane={pane} community={community} space={space} onClose={onClose} onGone={onGone ?? stayed} />
  }
  if (pane === 'hidden' && at) return <HiddenPane key={at} community={community.id} space={at} onClose={onClose} />
  if (space && space.kind !== 'room' && space.kind !== 'board') {
    return <PeoplePane key={space.id} community={community} space={space} onClose={onClose} />
  }
  return (
    <MembersPane
      community={community.id}
      onClose={onClose}
      onInvite={community.state === 'member' ? openInvite : undefined}
    />
  )
}
