/** A room in which nobody has spoken yet: what it is for, and who would read it. */
import { IconLock, IconMessageCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useText } from '../i18n/index.ts'
import type { MemberView, SpaceView } from '../session/index.ts'
import { Empty } from '../ui/index.ts'

interface EmptyRoomProps {
  readonly space: SpaceView
  readonly others: readonly MemberView[]
  /** Nothing where nothing may be written. */
  readonly action: ReactNode
}

export function EmptyRoom({ space, others, action }: EmptyRoomProps) {
  const { t, format } = useText()
  const Icon = space.kind === 'room' ? IconMessageCircle : IconLock
  const names = format.list(others.map(({ name }) => name))
  const readers = (): string => {
    // Where nobody may write, nobody is asked to.
    if (space.kind === 'room') return action ? t('room.empty') : ''
    if (others.length === 0) return t('spaces.emptyAlone')
    if (space.kind === 'private') return t('spaces.emptyPrivate', { names })
    return others.length === 1 ? t('spaces.emptyDirect') : t('spaces.emptyDirects', { names })
  }
  return (
    <Empty icon={<Icon size={28} aria-hidden="true" />} title={t('room.emptyTitle')} action={action}>
      {readers()}
    </Empty>
  )
}
