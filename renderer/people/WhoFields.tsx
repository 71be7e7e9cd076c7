/** Who one is: name, pronouns, a few lines, languages, where on the clock, birthday. */
import { Button, MultiSelect, Select, Textarea, TextInput } from '@mantine/core'
import { useMemo } from 'react'
import { useText } from '../i18n/index.ts'
import { LIMITS, type CommunityId, type MemberId } from '../session/index.ts'
import { Part, type FormParts } from './form-parts.tsx'
import classes from './form.module.css'
import { dropped } from './pick.ts'
import { PictureField } from './picture/PictureField.tsx'
import { languageCodes, languageName, monthNames } from './tongues.ts'

const days = Array.from({ length: 31 }, (_, day) => String(day + 1))
/** Characters left are told when there are this few. */
const nearEnd = 100

interface WhoFieldsProps extends FormParts {
  readonly community: CommunityId
  readonly me: MemberId
}

export function WhoFields({ draft, change, errorIn, community, me }: WhoFieldsProps) {
  const { t, format, language } = useText()
  const { name, pronouns, bio, languages, timeZone, day, month } = draft
  const left = LIMITS.bioChars - [...bio].length
  const tongues = useMemo(() => {
    const codes = [...new Set([...languageCodes, ...languages])]
    const { compare } = new Intl.Collator(language)
    return codes
      .map((code) => ({ value: code, label: languageName(code, language) }))
      .sort((one, other) => compare(one.label, other.label))
  }, [languages, language])
  const zones = useMemo(
    () => [...new Set([...Intl.supportedValuesOf('timeZone'), timeZone])].filter(Boolean),
    [timeZone],
  )
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone
  const clear = { 'aria-label': t('aboutMe.remove') }
  return (
    <Part title={t('aboutMe.basics')}>
      <PictureField community={community} me={me} name={name} />
      <TextInput
        label={t('aboutMe.name')}
        required
        maxLength={LIMITS.nameChars}
        value={name}
        error={errorIn('name')}
        onChange={(event) => change({ name: event.target.value })}
      />
      <TextInput
        label={t('aboutMe.pronouns')}
        maxLength={LIMITS.pronounsChars}
        value={pronouns}
        error={errorIn('pronouns')}
        onChange={(event) => change({ pronouns: event.target.value })}
      />
      <Textarea
        label={t('aboutMe.bio')}
        description={t('aboutMe.bioHint')}
        autosize
        minRows={3}
        maxRows={12}
        dir={bio === '' ? undefined : 'auto'}
        value={bio}
        error={errorIn('bio') ?? (left < 0 && t('aboutMe.left', { count: left }))}
        onChange={(event) => change({ bio: event.target.value })}
      />
      {left >= 0 && left <= nearEnd && <output className={classes.left}>{t('aboutMe.left', { count: left })}</output>}
      <MultiSelect
        {...dropped}
        label={t('aboutMe.languages')}
        data={tongues}
        value={[...languages]}
        onChange={(codes) => change({ languages: codes })}
        maxValues={LIMITS.aboutLanguages}
        searchable
        hidePickedOptions
        limit={60}
        nothingFoundMessage={t('directory.nothingListed')}
        error={errorIn('languages')}
      />
      <div className={classes.row}>
        <Select
          {...dropped}
          className={classes.grow}
          label={t('aboutMe.timeZone')}
          description={t('aboutMe.timeZoneHint')}
          data={zones}
          value={timeZone === '' ? null : timeZone}
          onChange={(zone) => change({ timeZone: zone ?? '' })}
          searchable
          clearable
          limit={60}
          nothingFoundMessage={t('directory.nothingListed')}
          error={errorIn('timeZone')}
          clearButtonProps={clear}
        />
        {timeZone !== own && (
          <Button variant="default" onClick={() => change({ timeZone: own })}>
            {t('aboutMe.thisZone', { zone: `\u2066${own}\u2069` })}
          </Button>
        )}
      </div>
      <div className={classes.row}>
        <Select
          {...dropped}
          label={t('aboutMe.day')}
          data={days.map((value) => ({ value, label: format.number(Number(value)) }))}
          value={day === '' ? null : day}
          onChange={(value) => change({ day: value ?? '' })}
          clearable
          error={errorIn('birthday') !== undefined}
          clearButtonProps={clear}
        />
        <Select
          {...dropped}
          label={t('aboutMe.month')}
          data={monthNames(language).map((label, index) => ({ value: String(index + 1), label }))}
          value={month === '' ? null : month}
          onChange={(value) => change({ month: value ?? '' })}
          clearable
          error={errorIn('birthday') !== undefined}
          clearButtonProps={clear}
        />
        <p className={classes.hint} role={errorIn('birthday') === undefined ? undefined : 'alert'}>
          {errorIn('birthday') ?? t('aboutMe.birthdayHint')}
        </p>
      </div>
    </Part>
  )
}
