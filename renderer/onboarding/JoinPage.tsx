/** Joining: first the link, then what it says about the community, then the answer. Nothing is sent before the answer. */
import { useEffect, useEffectEvent, useState } from 'react'
import { useText } from '../i18n/index.ts'
import { useCommand, useNavigator, type InvitePreview } from '../session/index.ts'
import { Bar, Sheet } from '../ui/index.ts'
import { Invitation } from './Invitation.tsx'
import { LinkForm } from './LinkForm.tsx'

interface JoinPageProps {
  /** A link that was opened from outside. */
  readonly opened: string | undefined
  readonly onTaken: () => void
}

export function JoinPage({ opened, onTaken }: JoinPageProps) {
  const { t } = useText()
  const { go } = useNavigator()
  const [found, setFound] = useState<{ link: string; preview: InvitePreview } | undefined>()
  const preview = useCommand((client, link: string) => client.invites.preview({ link }))

  const show = async (link: string): Promise<void> => {
    const outcome = await preview.run(link)
    if (outcome.ok) setFound({ link, preview: outcome.value })
  }

  const take = useEffectEvent((link: string) => {
    void show(link)
    onTaken()
  })
  useEffect(() => {
    if (opened === undefined) return undefined
    const timer = setTimeout(() => take(opened))
    return () => clearTimeout(timer)
  }, [opened])

  return (
    <Sheet bar={<Bar title={t('join.title')} />}>
      {found ? (
        <Invitation
          link={found.link}
          preview={found.preview}
          onJoined={(community) => go({ at: 'community', community })}
          onBack={() => setFound(undefined)}
        />
      ) : (
        <LinkForm
          busy={preview.busy}
          refusal={preview.refusal}
          onLink={(link) => void show(link)}
          onChange={preview.reset}
        />
      )}
    </Sheet>
  )
}
