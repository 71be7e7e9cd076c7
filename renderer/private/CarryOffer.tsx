/** In a conversation in which nobody else is connected: the community's keeper could carry it. Asked once, and never again when it is not wanted. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useSpaceNaming } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import { useCarried, useCommand, usePresence, type CommunityId, type SpaceView } from '../session/index.ts'
import { Notice } from '../ui/index.ts'
import classes from './private.module.css'

/** Conversations in which it was not wanted, until Folkmoot is opened anew. */
const unwanted = new Set<string>()

interface CarryOfferProps {
  readonly community: CommunityId
  readonly space: SpaceView
}

export function CarryOffer({ community, space }: CarryOfferProps) {
  return space.kind === 'direct' ? <Offer key={space.id} community={community} space={space} /> : null
}

function Offer({ community, space }: CarryOfferProps) {
  const { t, refusal } = useText()
  const { othersOf } = useSpaceNaming(community)
  const present = usePresence(community)
  const view = useCarried(community, space.id)
  const [isUnwanted, setUnwanted] = useState(unwanted.has(space.id))
  const carry = useCommand((client) => client.keepers.carry({ community, space: space.id, on: true }))
  const others = othersOf(space)
  const isAlone = others.length > 0 && others.every(({ id }) => !present.has(id))
  if (!view?.offered || view.on || !view.mayChange || !isAlone || isUnwanted) return null
  const refuse = (): void => {
    unwanted.add(space.id)
    setUnwanted(true)
  }
  return (
    <div className={classes.offer}>
      <Notice
        action={
          <>
            <Button size="compact-sm" variant="default" loading={carry.busy} onClick={() => void carry.run()}>
              {t('carried.offerYes')}
            </Button>
            <Button size="compact-sm" variant="subtle" disabled={carry.busy} onClick={refuse}>
              {t('carried.offerNo')}
            </Button>
          </>
        }
      >
        {t('carried.offer')} <span className={classes.note}>{t('carried.offerMeans')}</span>
        {carry.refusal && <div role="alert">{refusal(carry.refusal)}</div>}
      </Notice>
    </div>
  )
}
