/** How this device may be reached, each switch with what it honestly means, and what came of it. */
import { Switch } from '@mantine/core'
import { useText } from '../i18n/index.ts'
import { useCommand, useNetwork, type NetworkView } from '../session/index.ts'
import { Notice } from '../ui/index.ts'
import { AddressForm } from './AddressForm.tsx'
import { Section } from './Section.tsx'
import classes from './settings.module.css'

type Switches = Pick<NetworkView['settings'], 'lanOnly' | 'hideAddress' | 'helpConnect' | 'openRouter'>

export function NetworkSection() {
  const { t, refusal } = useText()
  const { value: network } = useNetwork()
  const change = useCommand((client, changes: Partial<Switches>) => client.network.change(changes))
  if (!network) return null
  const { settings, status, trouble } = network
  const flip = (name: keyof Switches, label: string, description: string) => (
    <Switch
      label={label}
      description={description}
      checked={settings[name]}
      classNames={{ description: classes.means ?? '' }}
      onChange={(event) => void change.run({ [name]: event.currentTarget.checked })}
    />
  )
  return (
    <Section title={t('network.title')}>
      <p className={classes.intro}>{t('network.intro')}</p>
      {trouble && (
        <Notice tone="warn">
          {t('network.trouble')} {refusal(trouble)}
        </Notice>
      )}
      {!status.listening && <Notice>{t('network.notListening')}</Notice>}
      {flip('lanOnly', t('network.lanOnly'), t('network.lanOnlyMeans'))}
      {flip('hideAddress', t('network.hideAddress'), t('network.hideAddressMeans'))}
      {flip('helpConnect', t('sync.help'), t('sync.helpMeans'))}
      {settings.helpConnect && status.helped > 0 && (
        <p className={classes.state}>{t('sync.helped', { count: status.helped })}</p>
      )}
      {flip('openRouter', t('network.openRouter'), t('network.openRouterMeans'))}
      {settings.openRouter && <RouterState router={status.router} />}
      <div aria-live="polite">
        {change.refusal && (
          <Notice tone="bad" live>
            {refusal(change.refusal)}
          </Notice>
        )}
      </div>
      <AddressForm settings={settings} />
    </Section>
  )
}

function RouterState({ router }: { router: NetworkView['status']['router'] }) {
  const { t } = useText()
  const words = {
    off: '',
    asking: t('network.routerAsking'),
    open: t('network.routerOpen'),
    refused: t('network.routerRefused'),
    none: t('network.routerNone'),
  }
  return (
    <output className={classes.state} hidden={router === 'off'}>
      {words[router]}
    </output>
  )
}
