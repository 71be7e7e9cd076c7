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

/** @param fresh there is no passphrase yet: it is chosen here, and typed twice, since nobody can tell it again */
export function LockedScreen({ fresh }: { fresh: boolean }) {
  const { t, refusal } = useText()
  const field = useFirstFocus<HTMLInputElement>()
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const [different, setDifferent] = useState(false)
  const unlock = useCommand((client) => client.host.unlock({ passphrase }))
  const typed = (set: (text: string) => void) => (text: string) => {
    set(text)
    setDifferent(false)
    unlock.reset()
  }
  const open = (): void => {
    if (fresh && passphrase !== again) setDifferent(true)
    else if (passphrase !== '') void unlock.run()
  }
  return (
    <Empty
      icon={<IconLock size={28} aria-hidden="true" />}
      title={fresh ? t('host.freshTitle') : t('host.lockedTitle')}
    >
      <form
        className={classes.steps}
        onSubmit={(event) => {
          event.preventDefault()
          open()
        }}
      >
        <span>{fresh ? t('host.fresh') : t('host.locked')}</span>
        <PasswordInput
          size="md"
          ta="start"
          label={t('host.passphrase')}
          ref={field}
          autoComplete={fresh ? 'new-password' : 'current-password'}
          value={passphrase}
          error={unlock.refusal && refusal(unlock.refusal)}
          onChange={(event) => typed(setPassphrase)(event.target.value)}
        />
        {fresh && (
          <PasswordInput
            size="md"
            ta="start"
            label={t('host.again')}
            autoComplete="new-password"
            value={again}
            error={different && t('host.different')}
            onChange={(event) => typed(setAgain)(event.target.value)}
          />
        )}
        <Button type="submit" loading={unlock.busy}>
          {fresh ? t('host.choose') : t('host.unlock')}
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
