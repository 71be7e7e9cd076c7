/** Adding a device, from the link to the compared digits. Closing it ends the link. */
import { Button, Modal, Stack } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useText } from '../i18n/index.ts'
import { useCommand, type CommunitySummary } from '../session/index.ts'
import { Notice, useFirstFocus } from '../ui/index.ts'
import { Compare } from './Compare.tsx'
import classes from './devices.module.css'
import { PairingLink } from './PairingLink.tsx'
import { usePairing } from './usePairing.ts'

interface PairingDialogProps {
  readonly community: CommunitySummary
  readonly opened: boolean
  readonly onClose: () => void
}

export function PairingDialog({ community, opened, onClose }: PairingDialogProps) {
  const { t } = useText()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      // A click beside it must not end a link that somebody is just typing in elsewhere.
      closeOnClickOutside={false}
      title={t('pairing.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Steps community={community} onClose={onClose} />
    </Modal>
  )
}

function Steps({ community, onClose }: Omit<PairingDialogProps, 'opened'>) {
  const { t, refusal: sentence } = useText()
  const [turn, setTurn] = useState(0)
  const { view, refusal } = usePairing(community.id, turn)
  const compared = useCommand((client, same: boolean) => client.devices.compared({ community: community.id, same }))
  const [answered, setAnswered] = useState<{ readonly turn: number; readonly same: boolean } | undefined>()
  const answer = answered?.turn === turn ? answered.same : undefined

  const again = (): void => {
    compared.reset()
    setTurn(turn + 1)
  }
  const say = async (same: boolean): Promise<void> => {
    setAnswered({ turn, same })
    if (!(await compared.run(same)).ok) setAnswered(undefined)
  }

  if (refusal) {
    return (
      <Over tone="bad" action={t('common.tryAgain')} onAction={again}>
        {sentence(refusal)}
      </Over>
    )
  }
  switch (view?.step) {
    case undefined:
      return <output>{t('pairing.making')}</output>
    case 'waiting':
      return <PairingLink link={view.link} expires={view.expires} />
    case 'comparing':
      return (
        <Compare
          code={view.code ?? ''}
          answer={answer}
          refusal={compared.refusal}
          onAnswer={(same) => void say(same)}
        />
      )
    case 'done':
      return (
        <Over tone="good" action={t('recovery.done')} onAction={onClose}>
          <strong>{t('pairing.doneTitle')}.</strong> {t('pairing.done')}
        </Over>
      )
    case 'expired':
      return <Ended why={answer === false ? 'different' : (view.why ?? 'ended')} onAgain={again} />
  }
}

interface OverProps {
  readonly tone: 'info' | 'good' | 'bad'
  readonly children: ReactNode
  readonly action: string
  readonly onAction: () => void
}

/** How it ended, and the one thing to do next, which has the focus. */
function Over({ tone, children, action, onAction }: OverProps) {
  const button = useFirstFocus<HTMLButtonElement>()
  return (
    <Stack>
      <Notice tone={tone} live>
        {children}
      </Notice>
      <Button ref={button} className={classes.next} onClick={onAction}>
        {action}
      </Button>
    </Stack>
  )
}

type Why = 'time' | 'different' | 'other' | 'ended'

function Ended({ why, onAgain }: { why: Why; onAgain: () => void }) {
  const { t } = useText()
  const grave = why === 'different' || why === 'other'
  return (
    <Over tone={grave ? 'bad' : 'info'} action={t('pairing.again')} onAction={onAgain}>
      <strong>{t(`pairing.${why}Title`)}.</strong> {t(`pairing.${why}`)}
    </Over>
  )
}
