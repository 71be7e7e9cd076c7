/** What stands in the way before there is anything to see: locked, failed, or not allowed. */
import { Button, Loader, PasswordInput, Text } from '@mantine/core'
import { IconAlertTriangle, IconLock, IconPlugX } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import { useCommand, type HostView } from '../session/index.ts'
import { Empty, useFirstFocus } from '../ui/index.ts'
import classes from './onboarding.module.css'

export function StartingScreen() {
  const { t } = useText()
  return (
    <Empty icon={<Loader size={28} aria-hidden="true" />}>
      <output>{t('frame.starting')}</output>
    </Empty>
  )
}

export function LockedScreen() {
  const { t, refusal } = useText()
  const field = useFirstFocus<HTMLInputElement>()
  const [passphrase, setPassphrase] = useState('')
  const unlock = useCommand((client) => client.host.unlock({ passphrase }))
  return (
    <Empty icon={<IconLock size={28} aria-hidden="true" />} title={t('host.lockedTitle')}>
      <form
        className={classes.steps}
        onSubmit={(event) => {
          event.preventDefault()
          if (passphrase !== '') void unlock.run()
        }}
      >
        <span>{t('host.locked')}</span>
        <PasswordInput
          size="md"
          ta="start"
          label={t('host.passphrase')}
          ref={field}
          autoComplete="current-password"
          value={passphrase}
          error={unlock.refusal && refusal(unlock.refusal)}
          onChange={(event) => {
            setPassphrase(event.target.value)
            unlock.reset()
          }}
        />
        <Button type="submit" loading={unlock.busy}>
          {t('host.unlock')}
        </Button>
        <Text size="sm">{t('host.unlocking')}</Text>
      </form>
    </Empty>
  )
}

export function FailedScreen({ host }: { host: HostView }) {
  const { t, refusal } = useText()
  return (
    <Empty
      icon={<IconAlertTriangle size={28} aria-hidden="true" />}
      title={t('host.failedTitle')}
      action={<Button onClick={() => location.reload()}>{t('common.tryAgain')}</Button>}
    >
      <div className={classes.steps} role="alert">
        {host.trouble && <strong className={classes.why}>{refusal({ ...host.trouble, details: {} })}</strong>}
        <span>{t('host.failedHelp')}</span>
      </div>
    </Empty>
  )
}

export function ShutOutScreen() {
  const { t } = useText()
  return (
    <Empty icon={<IconPlugX size={28} aria-hidden="true" />} title={t('host.shutOutTitle')}>
      <span role="alert">{t('host.shutOut')}</span>
    </Empty>
  )
}
