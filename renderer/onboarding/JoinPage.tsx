/** Joining: first the link, then what it is for and what it says, then the answer. Nothing is sent before the answer. */
import { useEffect, useEffectEvent, useState } from 'react'
import { useText } from '../i18n/index.ts'
import { useCommand, useNavigator, type InvitePreview } from '../session/index.ts'
import { Bar, Sheet } from '../ui/index.ts'
import { Invitation } from './Invitation.tsx'
import { kindOf } from './link.ts'
import { LinkForm } from './LinkForm.tsx'
import { OwnLink } from './OwnLink.tsx'

interface JoinPageProps {
  /** A link that was opened from outside. */
  readonly opened: string | undefined
  readonly onTaken: () => void
}

/** What the link turned out to be. */
type Found =
  | { readonly kind: 'join'; readonly link: string; readonly preview: InvitePreview }
  | { readonly kind: 'device' | 'recover'; readonly link: string }

export function JoinPage({ opened, onTaken }: JoinPageProps) {
  const { t } = useText()
  const { go } = useNavigator()
  const [found, setFound] = useState<Found | undefined>()
  const preview = useCommand((client, link: string) => client.invites.preview({ link }))

  const show = async (link: string): Promise<void> => {
    const kind = kindOf(link)
    if (kind !== 'join') return setFound({ kind, link })
    const outcome = await preview.run(link)
    if (outcome.ok) setFound({ kind, link, preview: outcome.value })
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
      {found?.kind === 'join' ? (
        <Invitation
          link={found.link}
          preview={found.preview}
          onJoined={(community) => go({ at: 'community', community })}
          onBack={() => setFound(undefined)}
        />
      ) : found ? (
        <OwnLink
          key={found.link}
          kind={found.kind}
          link={found.link}
          onDone={(community) => go({ at: 'community', community })}
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
