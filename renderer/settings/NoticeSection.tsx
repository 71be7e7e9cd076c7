/** What the system shows of news: whether, how much of it, and when not. */
import { Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import { useCommand, useNoticeSettings, type NoticeSettings } from '../session/index.ts'
import { Notice } from '../ui/index.ts'
import { Section } from './Section.tsx'
import classes from './settings.module.css'

export function NoticeSection() {
  const { t, refusal } = useText()
  const settings = useNoticeSettings()
  const [isRefused, setRefused] = useState(false)
  const change = useCommand((client, changes: Partial<NoticeSettings>) => client.inbox.changeSettings(changes))
  if (!settings) return null
  const turn = async (on: boolean): Promise<void> => {
    // The system is asked only when the person asks for it.
    const may = !on || (await isAllowed())
    setRefused(!may)
    if (may) await change.run({ on })
  }
  const flip = (name: 'showText' | 'quiet', label: string, description: string) => (
    <Switch
      label={label}
      description={description}
      checked={settings[name]}
      disabled={!settings.on}
      classNames={{ description: classes.means ?? '' }}
      onChange={(event) => void change.run({ [name]: event.currentTarget.checked })}
    />
  )
  const time = (name: 'quietFrom' | 'quietTo', label: string) => (
    <TextInput
      type="time"
      label={label}
      required
      withAsterisk={false}
      disabled={!settings.on}
      value={clockOf(settings[name])}
      onChange={(event) => {
        const minutes = minutesOf(event.currentTarget.value)
        if (minutes !== undefined) void change.run({ [name]: minutes })
      }}
    />
  )
  return (
    <Section title={t('notices.title')}>
      <p className={classes.intro}>{t('notices.intro')}</p>
      <Switch
        label={t('notices.on')}
        description={t('notices.onMeans')}
        checked={settings.on}
        classNames={{ description: classes.means ?? '' }}
        onChange={(event) => void turn(event.currentTarget.checked)}
      />
      {isRefused && (
        <Notice tone="bad" live>
          {t('notices.refused')}
        </Notice>
      )}
      {flip('showText', t('notices.text'), t('notices.textMeans'))}
      {flip('quiet', t('notices.quiet'), t('notices.quietMeans'))}
      {settings.quiet && (
        <div className={classes.row}>
          {time('quietFrom', t('notices.from'))}
          {time('quietTo', t('notices.to'))}
        </div>
      )}
      {change.refusal && (
        <Notice tone="bad" live>
          {refusal(change.refusal)}
        </Notice>
      )}
    </Section>
  )
}

async function isAllowed(): Promise<boolean> {
  if (!('Notification' in globalThis)) return false
  return (await Notification.requestPermission()) === 'granted'
}

function clockOf(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

function minutesOf(clock: string): number | undefined {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(clock) ?? []
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes)
}
