/** The first screen of all, and later the place where another community is added. */
import { Text, TextInput } from '@mantine/core'
import { IconArchive, IconChevronRight, IconLink, IconSeedling } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { useText } from '../i18n/index.ts'
import { useCommand, useNavigator, useProfile, type Place } from '../session/index.ts'
import { Bar, Notice, Sheet, useFirstFocus } from '../ui/index.ts'
import { Mark } from './Mark.tsx'
import classes from './onboarding.module.css'

export function Welcome({ first }: { first: boolean }) {
  const { t, refusal } = useText()
  const profile = useProfile()
  const { go } = useNavigator()
  const [typed, setTyped] = useState<string | undefined>()
  const [missing, setMissing] = useState(false)
  const field = useFirstFocus<HTMLInputElement>()
  const setName = useCommand((client, name: string) => client.profile.setName({ name }))
  const name = typed ?? profile?.name ?? ''

  const choose = async (place: Place): Promise<void> => {
    if (first && name.trim() === '') {
      setMissing(true)
      field.current?.focus()
      return
    }
    if (!first || name === profile?.name) return go(place)
    const outcome = await setName.run(name)
    if (outcome.ok) go(place)
    else field.current?.focus()
  }

  return (
    <Sheet bar={first ? undefined : <Bar title={t('welcome.addTitle')} />}>
      <div className={classes.steps}>
        {first ? (
          <div className={classes.hello}>
            <Mark />
            <h1 className={classes.title}>{t('welcome.title')}</h1>
            <Text c="dimmed" size="lg">
              {t('welcome.intro')}
            </Text>
          </div>
        ) : (
          <Text c="dimmed">{t('welcome.addIntro')}</Text>
        )}
        {first && (
          <>
            <TextInput
              ref={field}
              size="md"
              label={t('welcome.nameLabel')}
              description={t('welcome.nameHint')}
              error={missing ? t('welcome.nameMissing') : setName.refusal && refusal(setName.refusal)}
              value={name}
              autoComplete="nickname"
              onChange={(event) => {
                setTyped(event.target.value)
                setMissing(false)
                setName.reset()
              }}
            />
            <Notice>{t('welcome.identity')}</Notice>
          </>
        )}
        <div className={classes.choices}>
          <Choice
            icon={<IconLink size={24} />}
            title={t('welcome.join')}
            hint={`${t('welcome.joinHint')} ${t('bring.back')}`}
            onClick={() => void choose({ at: 'join' })}
          />
          <Choice
            icon={<IconSeedling size={24} />}
            title={t('welcome.create')}
            hint={t('welcome.createHint')}
            onClick={() => void choose({ at: 'create' })}
          />
          <Choice
            icon={<IconArchive size={24} />}
            title={t('archive.open')}
            hint={t('archive.openHint')}
            onClick={() => void choose({ at: 'archives' })}
          />
        </div>
      </div>
    </Sheet>
  )
}

function Choice({ icon, title, hint, onClick }: { icon: ReactNode; title: string; hint: string; onClick: () => void }) {
  return (
    <button type="button" className={classes.choice} onClick={onClick}>
      <span className={classes.choiceIcon} aria-hidden="true">
        {icon}
      </span>
      <span className={classes.choiceText}>
        <span className={classes.choiceTitle}>{title}</span>
        <span className={classes.choiceHint}>{hint}</span>
      </span>
      <IconChevronRight size={20} aria-hidden="true" className={classes.arrow} />
    </button>
  )
}
