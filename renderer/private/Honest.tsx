/** Who knows of a private space, and what somebody who is added later can read. */
import { Text } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useText } from '../i18n/index.ts'
import type { CommunitySummary } from '../session/index.ts'
import classes from './private.module.css'

interface HonestProps {
  readonly community: CommunitySummary
  /** Nobody can be added to a direct conversation. */
  readonly fixed?: boolean
}

export function Honest({ community, fixed = false }: HonestProps) {
  const { t } = useText()
  const later = community.history === 'all' ? t('spaces.readsAll') : t('spaces.readsFrom')
  return (
    <Text component="p" size="sm" c="dimmed" className={classes.honest}>
      <IconLock size={16} aria-hidden="true" />
      <span>
        {t('spaces.onlyThese')} {fixed ? t('spaces.directSame') : later}
      </span>
    </Text>
  )
}
