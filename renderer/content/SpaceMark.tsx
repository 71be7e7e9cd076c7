/** The sign before a space's name: a room or a board of all, a private room, or the face of whom one writes to. */
import { IconHash, IconLayoutList, IconLock, IconUsers } from '@tabler/icons-react'
import type { MemberView, SpaceView } from '../session/index.ts'
import { PersonTile } from './PersonTile.tsx'
import classes from './space.module.css'

interface SpaceMarkProps {
  readonly kind: SpaceView['kind']
  readonly others: readonly MemberView[]
  readonly size?: number
}

export function SpaceMark({ kind, others, size = 18 }: SpaceMarkProps) {
  const [one, another] = others
  if (kind === 'room') return <IconHash size={size} aria-hidden="true" className={classes.mark} />
  if (kind === 'board') return <IconLayoutList size={size} aria-hidden="true" className={classes.mark} />
  if (kind === 'private') return <IconLock size={size} aria-hidden="true" className={classes.mark} />
  return one && !another ? (
    <span className={classes.face}>
      <PersonTile id={one.id} name={one.name} size="tiny" />
    </span>
  ) : (
    <IconUsers size={size} aria-hidden="true" className={classes.mark} />
  )
}
