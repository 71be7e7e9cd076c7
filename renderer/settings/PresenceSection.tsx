/** What others see of this person besides what they write. */
import { Switch } from '@mantine/core'
import { useText } from '../i18n/index.ts'
import { useCommand, usePresenceSettings, type PresenceSettings } from '../session/index.ts'
import { Notice } from '../ui/index.ts'
import { Section } from './Section.tsx'
import classes from './settings.module.css'

export function PresenceSection() {
  const { t, refusal } = useText()
  const settings = usePresenceSettings()
  const change = useCommand((client, changes: Partial<PresenceSettings>) => client.presence.changeSettings(changes))
  if (!settings) return null
  const flip = (name: keyof PresenceSettings, label: string, description: string) => (
    <Switch
      label={label}
      description={description}
      checked={settings[name]}
      classNames={{ description: classes.means ?? '' }}
      onChange={(event) => {
        if (!change.busy) void change.run({ [name]: event.currentTarget.checked })
      }}
    />
  )
  return (
    <Section title={t('presence.title')}>
      <p className={classes.intro}>{t('presence.intro')}</p>
      {flip('presence', t('presence.there'), t('presence.thereMeans'))}
      {flip('typing', t('presence.write'), t('presence.writeMeans'))}
      {change.refusal && (
        <Notice tone="bad" live>
          {refusal(change.refusal)}
        </Notice>
      )}
    </Section>
  )
}
