/** The person's name, how the screens look and speak, how this device is reached, and where things lie on it. */
import { Button, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { languages, useText } from '../i18n/index.ts'
import {
  LIMITS,
  useCommand,
  useHost,
  useNavigator,
  useProfile,
  useSettings,
  type SettingsView,
} from '../session/index.ts'
import { Bar, Notice, Sheet } from '../ui/index.ts'
import { NetworkSection } from './NetworkSection.tsx'
import { NoticeSection } from './NoticeSection.tsx'
import { PresenceSection } from './PresenceSection.tsx'
import { Section } from './Section.tsx'
import classes from './settings.module.css'

export function SettingsPage({ onKeyboard }: { onKeyboard: () => void }) {
  const { t, refusal } = useText()
  const { go } = useNavigator()
  const settings = useSettings()
  const change = useCommand((client, changes: Partial<SettingsView>) => client.profile.changeSettings(changes))
  const system = 'system'
  return (
    <Sheet bar={<Bar title={t('settings.title')} />}>
      <div className={classes.page}>
        <Section title={t('settings.you')}>
          <NameForm />
        </Section>
        {settings && (
          <Section title={t('settings.look')}>
            <Row label={t('settings.theme')}>
              <SegmentedControl
                aria-label={t('settings.theme')}
                value={settings.theme}
                onChange={(theme) => void change.run({ theme })}
                data={[
                  { value: 'system', label: t('settings.themeSystem') },
                  { value: 'light', label: t('settings.themeLight') },
                  { value: 'dark', label: t('settings.themeDark') },
                ]}
              />
            </Row>
            <Row label={t('settings.density')}>
              <SegmentedControl
                aria-label={t('settings.density')}
                value={settings.density}
                onChange={(density) => void change.run({ density })}
                data={[
                  { value: 'comfy', label: t('settings.densityComfy') },
                  { value: 'compact', label: t('settings.densityCompact') },
                ]}
              />
            </Row>
            <Select
              label={t('settings.language')}
              allowDeselect={false}
              maw={320}
              value={languages.some(({ code }) => code === settings.language) ? settings.language : system}
              onChange={(language) =>
                void change.run({ language: language === null || language === system ? '' : language })
              }
              data={[
                { value: system, label: t('settings.languageSystem') },
                ...languages.map(({ code, name }) => ({ value: code, label: name })),
              ]}
            />
            {change.refusal && (
              <Notice tone="bad" live>
                {refusal(change.refusal)}
              </Notice>
            )}
          </Section>
        )}
        <NoticeSection />
        <PresenceSection />
        <NetworkSection />
        <Section title={t('settings.about')}>
          <About />
          <div className={classes.row}>
            <Button variant="default" onClick={() => go({ at: 'archives' })}>
              {t('archive.title')}
            </Button>
            <Button variant="default" onClick={onKeyboard}>
              {t('settings.keyboard')}
            </Button>
          </div>
        </Section>
      </div>
    </Sheet>
  )
}

function NameForm() {
  const { t, refusal } = useText()
  const profile = useProfile()
  const [typed, setTyped] = useState<string | undefined>()
  const [saved, setSaved] = useState(false)
  const setName = useCommand((client, name: string) => client.profile.setName({ name }))
  const name = typed ?? profile?.name ?? ''
  return (
    <form
      className={classes.name}
      onSubmit={(event) => {
        event.preventDefault()
        void setName.run(name).then(({ ok }) => setSaved(ok))
      }}
    >
      <TextInput
        label={t('settings.name')}
        description={t('settings.nameHint')}
        maxLength={LIMITS.nameChars}
        value={name}
        error={setName.refusal && refusal(setName.refusal)}
        onChange={(event) => {
          setTyped(event.target.value)
          setSaved(false)
          setName.reset()
        }}
      />
      <Button
        type="submit"
        variant="default"
        loading={setName.busy}
        disabled={typed === undefined || (!saved && typed === profile?.name)}
      >
        <span aria-live="polite">{saved ? t('common.saved') : t('common.save')}</span>
      </Button>
    </form>
  )
}

function About() {
  const { t } = useText()
  const profile = useProfile()
  const host = useHost().value
  const protection = {
    keychain: t('settings.protectionKeychain'),
    'plain-keychain': t('settings.protectionPlainKeychain'),
    passphrase: t('settings.protectionPassphrase'),
    file: t('settings.protectionFile'),
  }
  if (!profile) return null
  return (
    <dl className={classes.facts}>
      <dt>{t('settings.version')}</dt>
      <dd>{host?.version}</dd>
      <dt>{t('settings.folder')}</dt>
      <dd className={classes.folder} dir="ltr">
        {profile.folder}
      </dd>
      <dt>{t('settings.protection')}</dt>
      <dd>{protection[profile.protection]}</dd>
    </dl>
  )
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={classes.row}>
      <span className={classes.label}>{label}</span>
      {children}
    </div>
  )
}
