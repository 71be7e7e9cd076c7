/** A link that is one's own: it adds this device to who one already is, or brings one back after everything was lost. */
import { Button, Checkbox } from '@mantine/core'
import { IconDeviceLaptop, IconKey } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import { useCommand, type CommunityId } from '../session/index.ts'
import { Notice } from '../ui/index.ts'
import classes from './onboarding.module.css'

interface OwnLinkProps {
  readonly kind: 'device' | 'recover'
  readonly link: string
  readonly onDone: (community: CommunityId) => void
  readonly onBack: () => void
}

export function OwnLink({ kind, link, onDone, onBack }: OwnLinkProps) {
  const { t, refusal } = useText()
  const adding = kind === 'device'
  const [removeOthers, setRemoveOthers] = useState(false)
  const use = useCommand(({ devices }) =>
    adding ? devices.accept({ link }) : devices.recover({ text: link, removeOthers }),
  )
  const Icon = adding ? IconDeviceLaptop : IconKey

  const submit = async (): Promise<void> => {
    const outcome = await use.run()
    if (outcome.ok) onDone(outcome.value.community)
  }

  return (
    <form
      className={classes.steps}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Notice live>{t('bring.nothingSent')}</Notice>
      <div className={classes.card}>
        <div className={classes.cardHead}>
          <span className={classes.choiceIcon} aria-hidden="true">
            <Icon size={24} />
          </span>
          <h2 className={classes.cardName}>{adding ? t('bring.deviceTitle') : t('bring.recoverTitle')}</h2>
        </div>
        <p className={classes.plain}>{adding ? t('bring.device') : t('bring.recover')}</p>
        {adding ? (
          <Notice tone="warn">{t('bring.deviceCareful')}</Notice>
        ) : (
          <Checkbox
            label={t('bring.removeOthers')}
            description={t('bring.removeOthersHint')}
            checked={removeOthers}
            onChange={(event) => setRemoveOthers(event.target.checked)}
          />
        )}
      </div>
      <p className={classes.quiet}>{t('join.peersSeeAddress')}</p>
      {use.refusal && (
        <Notice tone="bad" live>
          {refusal(use.refusal)}
        </Notice>
      )}
      <div className={classes.buttons}>
        <Button type="submit" loading={use.busy}>
          {adding ? t('bring.deviceDo') : t('bring.recoverDo')}
        </Button>
        <Button variant="default" onClick={onBack}>
          {t('join.another')}
        </Button>
      </div>
    </form>
  )
}
