/** Whether this device helps others connect, and over whom it can be reached itself. */
import { Switch } from '@mantine/core'
import { useText } from '../i18n/index.ts'
import { useCommand, useNetwork, type SyncView } from '../session/index.ts'
import { Notice } from '../ui/index.ts'
import { Part } from './Part.tsx'
import classes from './peers.module.css'

export function Helping({ sync: { relays, unreachedCount } }: { sync: SyncView }) {
  const { t, refusal } = useText()
  const network = useNetwork().value
  const change = useCommand((client, helpConnect: boolean) => client.network.change({ helpConnect }))
  if (!network) return null
  const { settings, status } = network
  return (
    <Part title={t('sync.helping')}>
      <Switch
        label={t('sync.help')}
        description={t('sync.helpMeans')}
        classNames={{ description: classes.means ?? '' }}
        checked={settings.helpConnect}
        onChange={(event) => void change.run(event.currentTarget.checked)}
      />
      {change.refusal && (
        <Notice tone="bad" live>
          {refusal(change.refusal)}
        </Notice>
      )}
      {settings.helpConnect && status.helped > 0 && (
        <p className={classes.note}>{t('sync.helped', { count: status.helped })}</p>
      )}
      {relays.length > 0 ? (
        <div>
          <h4 className={classes.small}>{t('sync.relays')}</h4>
          <ul className={classes.plain}>
            {relays.map(({ peer, name, state }) => (
              <li key={peer} className={classes.note}>
                <span className="fm-name">{name === '' ? t('sync.relayUnknown') : name}</span>
                {` · ${state === 'reserved' ? t('sync.relayReserved') : t('sync.relayAsking')}`}
              </li>
            ))}
          </ul>
        </div>
      ) : (
        (unreachedCount > 0 || settings.hideAddress) && <p className={classes.note}>{t('sync.noRelays')}</p>
      )}
    </Part>
  )
}
