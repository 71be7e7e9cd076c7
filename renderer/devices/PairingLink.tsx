import { Button, CopyButton, Stack, Text, Textarea } from '@mantine/core'
import { useText } from '../i18n/index.ts'
import { QrPicture, useNow } from '../ui/index.ts'
import classes from './devices.module.css'

/** The link that adds a device: to carry over as text or as a picture, with what to do there. */
export function PairingLink({ link, expires }: { link: string; expires: number }) {
  const { t, format } = useText()
  const now = useNow()
  return (
    <Stack>
      <ol className={classes.steps}>
        <li>{t('pairing.stepOpen')}</li>
        <li>{t('pairing.stepBring')}</li>
        <li>{t('pairing.stepCompare')}</li>
      </ol>
      <div className={classes.carry}>
        <div className={classes.carryText}>
          <Textarea
            label={t('pairing.link')}
            readOnly
            dir="ltr"
            autosize
            minRows={3}
            maxRows={7}
            value={link}
            className={classes.secret}
            onFocus={(event) => event.target.select()}
          />
          <CopyButton value={link} timeout={2500}>
            {({ copied, copy }) => (
              <Button data-autofocus variant="default" onClick={copy}>
                <span aria-live="polite">{copied ? t('common.copied') : t('common.copy')}</span>
              </Button>
            )}
          </CopyButton>
        </div>
        <QrPicture text={link} label={t('pairing.qr')} />
      </div>
      <Text size="sm" c="dimmed">
        {t('pairing.good', { when: format.soon(expires, now) })} {t('pairing.secret')}
      </Text>
    </Stack>
  )
}
