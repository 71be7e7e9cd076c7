/** Whether the community's keepers carry this private room or conversation, and what they then see. */
import { Switch } from '@mantine/core'
import { useText } from '../i18n/index.ts'
import { useCarried, useCommand, type CommunityId, type SpaceId } from '../session/index.ts'
import { Notice } from '../ui/index.ts'
import classes from './private.module.css'

export function Carried({ community, space }: { readonly community: CommunityId; readonly space: SpaceId }) {
  const { t, refusal } = useText()
  const view = useCarried(community, space)
  const carry = useCommand((client, on: boolean) => client.keepers.carry({ community, space, on }))
  if (!view || (!view.offered && !view.on)) return null
  const { on, mayChange, state, waiting } = view
  const stands = state === 'reached' && waiting ? 'waiting' : state
  return (
    <div className={classes.carried}>
      <Switch
        label={t('carried.label')}
        description={t('carried.means')}
        classNames={{ description: classes.means ?? '' }}
        checked={on}
        disabled={!mayChange || carry.busy}
        onChange={(event) => void carry.run(event.currentTarget.checked)}
      />
      {on && (
        <p className={classes.note} data-tone={state === 'full' || state === 'refused' ? 'warn' : undefined}>
          {t(`carried.${stands}`)} {mayChange && t('carried.off')}
        </p>
      )}
      {!mayChange && <p className={classes.note}>{t('carried.others')}</p>}
      {carry.refusal && (
        <Notice tone="bad" live>
          {refusal(carry.refusal)}
        </Notice>
      )}
    </div>
  )
}
