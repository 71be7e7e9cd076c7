/** What can be done where no network leads, and where it does not work as it should. */
import { Button } from '@mantine/core'
import { IconFileExport, IconFileImport, IconReportMedical, IconRoute, IconSettings } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { useText } from '../i18n/index.ts'
import { useNavigator, type CommunitySummary, type SyncView } from '../session/index.ts'
import { BringDialog } from './BringDialog.tsx'
import { DiagnosticsDialog } from './DiagnosticsDialog.tsx'
import { Part } from './Part.tsx'
import classes from './peers.module.css'
import { TakeDialog } from './TakeDialog.tsx'
import { TestDialog } from './TestDialog.tsx'

type Over = 'take' | 'bring' | 'test' | 'diagnostics'

export function Tools({ community, sync }: { community: CommunitySummary; sync: SyncView }) {
  const { t } = useText()
  const { go } = useNavigator()
  const [over, setOver] = useState<Over | undefined>()
  const close = (): void => setOver(undefined)
  return (
    <>
      <Part title={t('files.title')}>
        <p className={classes.note}>{t('files.what')}</p>
        <div className={classes.tools}>
          <Tool icon={<IconFileExport size={16} aria-hidden="true" />} onClick={() => setOver('take')}>
            {t('files.take')}
          </Tool>
          <Tool icon={<IconFileImport size={16} aria-hidden="true" />} onClick={() => setOver('bring')}>
            {t('files.bring')}
          </Tool>
        </div>
      </Part>
      <Part title={t('sync.check')}>
        <div className={classes.tools}>
          <Tool icon={<IconRoute size={16} aria-hidden="true" />} onClick={() => setOver('test')}>
            {t('sync.test')}
          </Tool>
          <Tool icon={<IconReportMedical size={16} aria-hidden="true" />} onClick={() => setOver('diagnostics')}>
            {t('sync.diagnostics')}
          </Tool>
          <Tool icon={<IconSettings size={16} aria-hidden="true" />} onClick={() => go({ at: 'settings' })}>
            {t('sync.settings')}
          </Tool>
        </div>
      </Part>
      <TakeDialog community={community} sync={sync} opened={over === 'take'} onClose={close} />
      <BringDialog opened={over === 'bring'} onClose={close} />
      <TestDialog community={community.id} opened={over === 'test'} onClose={close} />
      <DiagnosticsDialog community={community.id} opened={over === 'diagnostics'} onClose={close} />
    </>
  )
}

function Tool({ icon, onClick, children }: { icon: ReactNode; onClick: () => void; children: ReactNode }) {
  return (
    <Button
      variant="default"
      size="xs"
      fullWidth
      justify="flex-start"
      className={classes.tool ?? ''}
      leftSection={icon}
      onClick={onClick}
    >
      {children}
    </Button>
  )
}
