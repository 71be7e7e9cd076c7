/** What the link says: who invites to what, and the rules to agree to. */
import { Button, Checkbox, TextInput } from '@mantine/core'
import { useId, useRef, useState } from 'react'
import { MessageBody } from '../content/index.ts'
import { Trans, useText } from '../i18n/index.ts'
import { useCommand, useProfile, type CommunityId, type InvitePreview } from '../session/index.ts'
import { Notice, scrollable, Tile } from '../ui/index.ts'
import classes from './onboarding.module.css'

interface InvitationProps {
  readonly link: string
  readonly preview: InvitePreview
  readonly onJoined: (community: CommunityId) => void
  readonly onBack: () => void
}

export function Invitation({ link, preview, onJoined, onBack }: InvitationProps) {
  const { t, format, refusal } = useText()
  const profile = useProfile()
  const [typed, setTyped] = useState<string | undefined>()
  const [agreed, setAgreed] = useState(false)
  const [missing, setMissing] = useState(false)
  const box = useRef<HTMLInputElement>(null)
  const id = useId()
  const name = typed ?? profile?.name ?? ''
  const accept = useCommand((client) => client.invites.accept({ link, displayName: name }))
  const inside = preview.standing === 'member' || preview.standing === 'joining'
  const hasRules = preview.rules.trim() !== ''

  const join = async (): Promise<void> => {
    if (inside) return onJoined(preview.community)
    if (hasRules && !agreed) {
      setMissing(true)
      box.current?.focus()
      return
    }
    const outcome = await accept.run()
    if (outcome.ok) onJoined(outcome.value.community)
  }

  return (
    <form
      className={classes.steps}
      onSubmit={(event) => {
        event.preventDefault()
        void join()
      }}
    >
      <Notice live>{t('join.nothingSent')}</Notice>
      <div className={classes.card}>
        <div className={classes.cardHead}>
          <Tile id={preview.community} name={preview.name} size="large" />
          <div>
            <p className={classes.quiet}>
              <Trans
                i18nKey="join.invitedBy"
                values={{ name: preview.inviter }}
                components={{ b: <bdi className={classes.inviter} /> }}
              />
            </p>
            <h2 className={classes.cardName}>
              <bdi>{preview.name}</bdi>
            </h2>
          </div>
        </div>
        <div>
          <h3 className={classes.subtitle}>{t('join.purpose')}</h3>
          {preview.purpose === '' ? (
            <p className={classes.quiet}>{t('join.noPurpose')}</p>
          ) : (
            <MessageBody text={preview.purpose} />
          )}
        </div>
        <div>
          <h3 className={classes.subtitle} id={`${id}-rules`}>
            {t('join.rules')}
          </h3>
          {hasRules ? (
            <section className={classes.rules} aria-labelledby={`${id}-rules`} {...scrollable}>
              <MessageBody text={preview.rules} />
            </section>
          ) : (
            <p className={classes.quiet}>{t('join.noRules')}</p>
          )}
        </div>
        <p className={classes.quiet}>
          {t('join.role', { role: t(`role.${preview.role}`) })}{' '}
          {t('join.expires', { when: format.moment(preview.expires) })}
        </p>
      </div>
      {preview.standing === 'left' && <Notice>{t('join.leftBefore')}</Notice>}
      {inside ? (
        <Notice tone="good">{preview.standing === 'member' ? t('join.already') : t('join.alreadyJoining')}</Notice>
      ) : (
        <>
          <TextInput
            label={t('join.yourName')}
            size="md"
            value={name}
            onChange={(event) => setTyped(event.target.value)}
          />
          {hasRules && (
            <Checkbox
              ref={box}
              label={t('join.agree')}
              checked={agreed}
              error={missing && t('join.agreeMissing')}
              onChange={(event) => {
                setAgreed(event.target.checked)
                setMissing(false)
              }}
            />
          )}
          <p className={classes.quiet}>{t('join.peersSeeAddress')}</p>
        </>
      )}
      {accept.refusal && (
        <Notice tone="bad" live>
          {refusal(accept.refusal)}
        </Notice>
      )}
      <div className={classes.buttons}>
        <Button type="submit" loading={accept.busy}>
          <span className={classes.clip}>{inside ? t('join.open') : t('join.join', { name: preview.name })}</span>
        </Button>
        <Button variant="default" onClick={onBack}>
          {t('join.another')}
        </Button>
      </div>
    </form>
  )
}
