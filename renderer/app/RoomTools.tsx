import { IconUsers } from '@tabler/icons-react'
import { HiddenChip } from '../chat/index.ts'
import { useText } from '../i18n/index.ts'
import { SyncChip } from '../peers/index.ts'
import type { CommunitySummary, SpaceView } from '../session/index.ts'
import { IconButton } from '../ui/index.ts'
import { useShell } from './shell-state.ts'

/** What stands at the end of a room's bar. */
export function RoomTools({ community, space }: { community: CommunitySummary; space: SpaceView }) {
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
        label={open ? t('frame.hideMembers') : t('frame.showMembers')}
        aria-expanded={open}
        onClick={() => togglePane('members')}
      >
        <IconUsers size={20} aria-hidden="true" />
      </IconButton>
    </>
  )
}
