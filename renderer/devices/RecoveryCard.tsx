/** The recovery key on the page of devices: whether there is one, what it is for, and making it. */
import { Button } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import type { CommunitySummary, DeviceView } from '../session/index.ts'
import classes from './devices.module.css'
import { RecoveryDialog } from './RecoveryDialog.tsx'

export function RecoveryCard({ community, devices }: { community: CommunitySummary; devices: readonly DeviceView[] }) {
  const { t, format } = useText()
  const [opened, setOpened] = useState(false)
  const key = devices.find(({ recovery, state }) => recovery && state === 'active')
  return (
    <section className={classes.card} aria-labelledby="recovery-key">
      <span className={classes.icon} aria-hidden="true">
        <IconKey size={20} />
      </span>
      <div className={classes.cardText}>
        <h2 className={classes.title} id="recovery-key">
          {t('recovery.title')}
        </h2>
        <p>{t('recovery.what')}</p>
        <p className={classes.note}>
          {key ? `${t('recovery.have', { when: format.date(key.since) })} ${t('recovery.only')}` : t('recovery.none')}
        </p>
        {!key && (
          <Button className={classes.cardAction} onClick={() => setOpened(true)}>
            {t('recovery.make')}
          </Button>
        )}
      </div>
      <RecoveryDialog community={community} opened={opened} onClose={() => setOpened(false)} />
    </section>
  )
}
