/** A member's name as it stands everywhere: kept apart from what is beside it, with the role told in a word. */
import { useText } from '../i18n/index.ts'
import type { Role } from '../session/index.ts'
import classes from './member.module.css'

export function MemberName({ name, role }: { name: string; role?: Role | undefined }) {
  const { t } = useText()
  return (
    <span className={classes.member}>
      <span className={classes.name} title={name} dir="auto">
        {name}
      </span>
      {role && role !== 'member' && <span className={classes.role}>{t(`role.${role}`)}</span>}
    </span>
  )
}
