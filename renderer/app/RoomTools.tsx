/** What stands at the end of a room's bar. */
import { IconSearch, IconUsers } from '@tabler/icons-react'
import { HiddenChip } from '../chat/index.ts'
import { useText } from '../i18n/index.ts'
import { HeedMenu } from '../inbox/index.ts'
import { SyncChip } from '../peers/index.ts'
import type { CommunitySummary, EntryId, SpaceView } from '../session/index.ts'
import { IconButton } from '../ui/index.ts'
import { RoomMenu } from './RoomMenu.tsx'
import { useShell } from './shell-state.ts'

interface RoomToolsProps {
  readonly community: CommunitySummary
  readonly space: SpaceView
  /** Goes to a moment, ms; nothing in a board, which has topics instead of days. */
  readonly toMoment?: (moment: number) => void
  /** The topic of a board that is open. */
  readonly topic?: EntryId | undefined
}

export function RoomTools({ community, space, toMoment, topic }: RoomToolsProps) {
  const { t } = useText()
  const { pane, togglePane } = useShell()
  const open = pane === 'members'
  return (
    <>
      <HiddenChip
        community={community.id}
        space={space.id}
        open={pane === 'hidden'}
        onToggle={() => togglePane('hidden')}
      />
      {community.state === 'member' && (
        <SyncChip community={community.id} open={pane === 'peers'} onToggle={() => togglePane('peers')} />
      )}
      <IconButton
        label={pane === 'search' ? t('search.close') : t('search.open')}
        aria-expanded={pane === 'search'}
        onClick={() => togglePane('search')}
      >
        <IconSearch size={20} aria-hidden="true" />
      </IconButton>
      <IconButton
        label={open ? t('frame.hideMembers') : t('frame.showMembers')}
        aria-expanded={open}
        onClick={() => togglePane('members')}
      >
        <IconUsers size={20} aria-hidden="true" />
      </IconButton>
      {community.state === 'member' && <HeedMenu community={community.id} space={space.id} root={topic} />}
      <RoomMenu community={community} space={space} {...(toMoment && { toMoment })} />
    </>
  )
}
