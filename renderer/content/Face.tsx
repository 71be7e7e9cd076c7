import type { MemberView } from '../session/index.ts'
import { PersonTile } from './PersonTile.tsx'
import classes from './face.module.css'

/** A member's tile, with the dot of those who are connected now, hollow while they are away. The dot is told in words beside it. */
export function Face({
  member,
  away = false,
  size = 'small',
}: {
  member: Pick<MemberView, 'id' | 'name' | 'online' | 'me' | 'state'>
  away?: boolean
  size?: 'small' | 'large'
}) {
  const { id, name, online, me, state } = member
  const gone = state === 'left' || state === 'removed'
  return (
    <span
      className={classes.face}
      data-online={!gone && (online || me)}
      data-away={away && !me}
      data-gone={gone}
      data-size={size}
    >
      <PersonTile id={id} name={name} size={size} />
    </span>
  )
}
