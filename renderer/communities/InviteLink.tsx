import { Button, CopyButton, Group, Stack, Text, Textarea } from '@mantine/core'
import { useMemo } from 'react'
import { useText } from '../i18n/index.ts'
import { drawQr, Notice, pictureOf, qrOf, useFirstFocus } from '../ui/index.ts'
import classes from './invite.module.css'

interface InviteLinkProps {
  readonly link: string
  readonly uses: number
  readonly expires: number
  readonly name: string
  /** Who comes by it waits for a yes. */
  readonly approval: boolean
  readonly onAnother?: () => void
}

/** A made link: to copy, to scan, to save. */
export function InviteLink({ link, uses, expires, name, approval, onAnother }: InviteLinkProps) {
  const { t, format } = useText()
  const first = useFirstFocus<HTMLButtonElement>()
  const code = useMemo(() => qrOf(link), [link])
  const picture = useMemo(() => code && pictureOf(code), [code])

  const savePicture = async (): Promise<void> => {
    if (!code) return
    const anchor = document.createElement('a')
    anchor.href = URL.createObjectURL(await drawQr(code))
    anchor.download = `${name.replace(/[^\p{L}\p{N}]+/gu, '-')}.png`
    anchor.click()
    URL.revokeObjectURL(anchor.href)
  }

  return (
    <Stack>
      <Textarea
        label={t('invite.link')}
        readOnly
        dir="ltr"
        rows={4}
        value={link}
        className={classes.link}
        onFocus={(event) => event.target.select()}
      />
      <Group gap="xs">
        <CopyButton value={link} timeout={2500}>
          {({ copied, copy }) => (
            <Button ref={first} data-autofocus onClick={copy}>
              <span aria-live="polite">{copied ? t('common.copied') : t('invite.copyLink')}</span>
            </Button>
          )}
        </CopyButton>
        {code && (
          <Button variant="default" onClick={() => void savePicture()}>
            {t('invite.savePicture')}
          </Button>
        )}
        {onAnother && (
          <Button variant="default" onClick={onAnother}>
            {t('invite.another')}
          </Button>
        )}
      </Group>
      {picture ? (
        <img className={classes.code} alt={t('invite.qr')} src={picture} />
      ) : (
        <Notice>{t('invite.tooLongForQr')}</Notice>
      )}
      <Text size="sm" c="dimmed">
        {t('invite.good', { count: uses, when: format.moment(expires) })} {approval && t('invites.goodApproval')}{' '}
        {t('invite.careful')}
      </Text>
    </Stack>
  )
}
