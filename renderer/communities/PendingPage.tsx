/** In front of the door: the invite worked, and an owner or a moderator must still say yes. */
import { Button } from '@mantine/core'
import { IconHourglassHigh } from '@tabler/icons-react'
import { useState } from 'react'
import { MessageBody } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import type { CommunitySummary } from '../session/index.ts'
import { Bar, Empty } from '../ui/index.ts'
import { LeaveDialog } from './LeaveDialog.tsx'
import classes from './unusable.module.css'

export function PendingPage({ community }: { community: CommunitySummary }) {
  const { t } = useText()
  const [leaving, setLeaving] = useState(false)
  const { name, rules } = community
  return (
    <div className={classes.page}>
      <Bar title={name} />
      <div className={classes.scroll}>
        <Empty
          icon={<IconHourglassHigh size={28} aria-hidden="true" />}
          title={t('standing.pendingTitle')}
          action={
            <Button variant="default" onClick={() => setLeaving(true)}>
              {t('community.leave')}
            </Button>
          }
        >
          <p className={classes.sentence}>{t('standing.pendingText', { name })}</p>
          <p className={classes.sentence}>{t('standing.pendingHint')}</p>
          {rules.trim() !== '' && (
            <section className={classes.rules}>
              <h2 className={classes.subtitle}>{t('standing.rules')}</h2>
              <MessageBody text={rules} />
            </section>
          )}
        </Empty>
      </div>
      <LeaveDialog community={community} opened={leaving} onClose={() => setLeaving(false)} />
    </div>
  )
}
