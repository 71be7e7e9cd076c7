/** In a room's bar: that something is set aside here, and the way to why. Nothing where nothing is. */
import { IconEyeOff } from '@tabler/icons-react'
import { useText } from '../i18n/index.ts'
import { useHidden, type CommunityId, type SpaceId } from '../session/index.ts'
import { countHidden } from './hidden.ts'
import classes from './hidden.module.css'

interface HiddenChipProps {
  readonly community: CommunityId
  readonly space: SpaceId
  readonly open: boolean
  readonly onToggle: () => void
}

export function HiddenChip({ community, space, open, onToggle }: HiddenChipProps) {
  const { t, format } = useText()
  const groups = useHidden(community, space) ?? []
  if (groups.length === 0) return null
  const { count } = countHidden(groups)
  const what = count === 0 ? t('hidden.chipSome') : t('hidden.chip', { count })
  const why = t('hidden.why', { what })
  return (
    <button type="button" className={classes.chip} aria-label={why} aria-expanded={open} title={why} onClick={onToggle}>
      <IconEyeOff size={16} aria-hidden="true" />
      <span className={classes.long}>{what}</span>
      {count > 0 && <span className={classes.short}>{format.number(count)}</span>}
    </button>
  )
}
