import { IconUserMinus } from '@tabler/icons-react'
import { MemberName, PersonTile } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import type { MemberView } from '../session/index.ts'
import { IconButton } from '../ui/index.ts'
import classes from './private.module.css'

/** Somebody who is in a private space. */
export function PersonRow({ member, onRemove }: { member: MemberView; onRemove?: () => void }) {
  const { t } = useText()
  const { id, name, me, state, lookAlike, tag } = member
  const gone = state === 'left' || state === 'removed'
  return (
    <li className={classes.person}>
      <PersonTile id={id} name={name} size="small" />
      <span className={classes.about}>
        <MemberName name={name} />
        {me && <span className={classes.note}>{t('spaces.you')}</span>}
        {gone && <span className={classes.note}>{t('spaces.gone')}</span>}
        {lookAlike && !me && <span className={classes.alike}>{t('spaces.pickAlike', { tag })}</span>}
      </span>
      {onRemove && (
        <IconButton label={t('spaces.remove', { name })} size={30} onClick={onRemove}>
          <IconUserMinus size={17} aria-hidden="true" />
        </IconButton>
      )}
    </li>
  )
}
