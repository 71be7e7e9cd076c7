/** The keepers of a community: how full each is, what is still to go there, and what can be done. */
import { Button, Progress, Text } from '@mantine/core'
import { IconDatabase, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import { useCommand, type CommunitySummary, type KeeperView } from '../session/index.ts'
import { Ask, IconButton, useNow } from '../ui/index.ts'
import { KeeperDialog } from './KeeperDialog.tsx'
import { Part } from './Part.tsx'
import classes from './peers.module.css'
import { isolated } from './words.ts'

interface KeepersProps {
  readonly community: CommunitySummary
  readonly keepers: readonly KeeperView[]
}

export function Keepers({ community: { id: community, myRole }, keepers }: KeepersProps) {
  const { t, refusal } = useText()
  const mayChange = myRole === 'owner'
  const [adding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<KeeperView | undefined>()
  const remove = useCommand((client, keeper: KeeperView) => client.keepers.remove({ community, keeper: keeper.peer }))
  const close = (): void => {
    setRemoving(undefined)
    remove.reset()
  }
  const submit = async (): Promise<void> => {
    if (removing && (await remove.run(removing)).ok) close()
  }
  return (
    <Part title={t('keepers.title')}>
      <p className={classes.note}>{t('keepers.what')}</p>
      {keepers.length === 0 ? (
        <p className={classes.note}>{t('keepers.none')}</p>
      ) : (
        <ul className={classes.list}>
          {keepers.map((keeper) => (
            <Keeper key={keeper.peer} keeper={keeper} {...(mayChange && { onRemove: () => setRemoving(keeper) })} />
          ))}
        </ul>
      )}
      {mayChange ? (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={16} aria-hidden="true" />}
          onClick={() => setAdding(true)}
        >
          {t('keepers.add')}
        </Button>
      ) : (
        <p className={classes.note}>{t('keepers.ownersOnly')}</p>
      )}
      <KeeperDialog community={community} opened={adding} onClose={() => setAdding(false)} />
      <Ask
        opened={removing !== undefined}
        title={t('keepers.removeTitle', { name: removing ? isolated(nameOr(removing, t('keepers.unnamed'))) : '' })}
        action={t('keepers.removeDo')}
        busy={remove.busy}
        trouble={remove.refusal && refusal(remove.refusal)}
        onYes={() => void submit()}
        onClose={close}
      >
        <Text>{t('keepers.removeMeans')}</Text>
      </Ask>
    </Part>
  )
}

const nameOr = ({ name }: KeeperView, otherwise: string): string => (name === '' ? otherwise : name)

function Keeper({ keeper, onRemove }: { keeper: KeeperView; onRemove?: () => void }) {
  const { t, format } = useText()
  const now = useNow(60_000)
  const { state, used, budget, waiting, lastMet } = keeper
  const name = nameOr(keeper, t('keepers.unnamed'))
  const facts = [
    t(`keepers.${state}`),
    ...(waiting > 0 ? [t('keepers.waiting', { count: waiting })] : []),
    ...(state === 'unreached' && lastMet !== undefined ? [t('sync.lastMet', { when: format.ago(lastMet, now) })] : []),
  ]
  return (
    <li className={classes.person}>
      <IconDatabase size={22} aria-hidden="true" className={classes.sign} />
      <div className={classes.about}>
        <span className={classes.deviceName}>
          <bdi>{name}</bdi>
        </span>
        <span className={classes.note} data-tone={state === 'full' || state === 'refused' ? 'warn' : undefined}>
          {facts.join(' · ')}
        </span>
        {state === 'full' && <span className={classes.note}>{t('keepers.fullHelp')}</span>}
        {state === 'refused' && <span className={classes.note}>{t('keepers.refusedHelp')}</span>}
        {budget > 0 && (
          <>
            <Progress
              size="sm"
              mt={4}
              value={Math.min(100, (100 * used) / budget)}
              aria-label={t('keepers.usedLabel', { name: isolated(name) })}
            />
            <span className={classes.note}>
              {t('keepers.used', { used: format.bytes(used), budget: format.bytes(budget) })}
            </span>
          </>
        )}
      </div>
      {onRemove && (
        <IconButton label={t('keepers.remove', { name: isolated(name) })} onClick={onRemove}>
          <IconTrash size={17} aria-hidden="true" />
        </IconButton>
      )}
    </li>
  )
}
