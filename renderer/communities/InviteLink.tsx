import { Button, CopyButton, Group, Stack, Text, Textarea } from '@mantine/core'
import { useMemo, useRef } from 'react'
import { useText } from '../i18n/index.ts'
import { Notice } from '../ui/index.ts'
import { drawQr, qrOf } from './qr.ts'
import classes from './invite.module.css'

interface InviteLinkProps {
  readonly link: string
  readonly uses: number
  readonly expires: number
  readonly name: string
  readonly onAnother: () => void
}

/** A made link: to copy, to scan, to save. */
export function InviteLink({ link, uses, expires, name, onAnother }: InviteLinkProps) {
  const { t, format } = useText()
  const code = useMemo(() => qrOf(link), [link])
  const anchor = useRef<HTMLAnchorElement>(null)

  const savePicture = async (): Promise<void> => {
    if (!code || !anchor.current) return
    const address = URL.createObjectURL(await drawQr(code))
    anchor.current.href = address
    anchor.current.click()
    URL.revokeObjectURL(address)
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
            <Button data-autofocus onClick={copy}>
              <span aria-live="polite">{copied ? t('common.copied') : t('invite.copyLink')}</span>
            </Button>
          )}
        </CopyButton>
        {code && (
          <Button variant="default" onClick={() => void savePicture()}>
            {t('invite.savePicture')}
          </Button>
        )}
        <Button variant="default" onClick={onAnother}>
          {t('invite.another')}
        </Button>
      </Group>
      {/* Saving a file needs a link that was never meant to be seen. */}
      <a ref={anchor} download={`${name.replace(/[^\p{L}\p{N}]+/gu, '-')}.png`} hidden>
        {t('invite.savePicture')}
      </a>
      {code ? (
        <svg
          className={classes.code}
          role="img"
          aria-label={t('invite.qr')}
          viewBox={`0 0 ${code.length} ${code.length}`}
          shapeRendering="crispEdges"
        >
          <rect width="100%" height="100%" fill="#fff" />
          <path
            fill="#000"
            d={code.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')).join('')).join('')}
          />
        </svg>
      ) : (
        <Notice>{t('invite.tooLongForQr')}</Notice>
      )}
      <Text size="sm" c="dimmed">
        {t('invite.good', { count: uses, when: format.moment(expires) })} {t('invite.careful')}
      </Text>
    </Stack>
  )
}
