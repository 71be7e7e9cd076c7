/** What stands beside a room about what is said in it: one thread, all threads, what is pinned. */
import { PinnedPane, ThreadPane, ThreadsPane } from '../chat/index.ts'
import { useSpaceNaming } from '../content/index.ts'
import { useNavigator, type CommunitySummary, type SpaceView } from '../session/index.ts'
import { useShell, type PaneKind } from './shell-state.ts'

interface RoomPanesProps {
  readonly pane: Extract<PaneKind, 'thread' | 'threads' | 'pinned'>
  readonly community: CommunitySummary
  readonly space: SpaceView
  readonly onClose: () => void
  readonly onGone: () => void
}

export function RoomPanes({ pane, community, space, onClose, onGone }: RoomPanesProps) {
  const { thread, openListed, backToThreads } = useShell()
  const { go } = useNavigator()
  const name = useSpaceNaming(community.id).nameOf(space)
  const closed = community.state !== 'member' || space.archived
  if (pane === 'thread' && thread) {
    return (
      <ThreadPane
        key={thread.root}
        community={community}
        space={space}
        root={thread.root}
        target={thread.target}
        closed={closed}
        onClose={onClose}
        onLeave={onGone}
        onBack={thread.listed ? backToThreads : undefined}
      />
    )
  }
  if (pane === 'pinned') {
    return (
      <PinnedPane
        key={space.id}
        community={community.id}
        space={space}
        name={name}
        closed={closed}
        onClose={onClose}
        onJump={(to) => {
          onGone()
          go({ at: 'room', community: community.id, space: space.id, to })
        }}
      />
    )
  }
  return (
    <ThreadsPane
      key={space.id}
      community={community.id}
      space={space.id}
      name={name}
      onClose={onClose}
      from={thread?.listed === true ? thread.root : undefined}
      onThread={(root) => openListed(space.id, root)}
    />
  )
}
