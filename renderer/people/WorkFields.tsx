/** What one can do: skills, and where they come from. */
import { Button, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useText } from '../i18n/index.ts'
import { LIMITS, type PersonView } from '../session/index.ts'
import { IconButton, Notice } from '../ui/index.ts'
import { noLine, yearIn, type LineDraft } from './draft.ts'
import { skillsOf } from './find.ts'
import { Part, Tags, type FormParts } from './form-parts.tsx'
import classes from './form.module.css'

export function WorkFields({ draft, change, errorIn, people }: FormParts & { people: readonly PersonView[] }) {
  const { t, format } = useText()
  const { skills, experience } = draft
  const named = useMemo(() => skillsOf(people), [people])
  const error = errorIn('experience')
  const set = (at: number, part: Partial<LineDraft>): void =>
    change({ experience: experience.map((line, index) => (index === at ? { ...line, ...part } : line)) })
  return (
    <Part title={t('aboutMe.work')}>
      <Tags
        label={t('aboutMe.skills')}
        value={skills}
        most={LIMITS.skills}
        offered={named}
        error={errorIn('skills')}
        onChange={(tags) => change({ skills: tags })}
      />
      <h3 className={classes.subtitle}>{t('aboutMe.experience')}</h3>
      {experience.map((line, index) => (
        <fieldset key={index} className={classes.line}>
          <legend className="fm-unseen">{t('aboutMe.line', { number: format.number(index + 1) })}</legend>
          <ExperienceLine line={line} isWrong={error !== undefined} onLine={(part) => set(index, part)} />
          <IconButton
            label={t('aboutMe.removeLine', { number: format.number(index + 1) })}
            onClick={() => change({ experience: experience.filter((_, at) => at !== index) })}
          >
            <IconTrash size={18} aria-hidden="true" />
          </IconButton>
        </fieldset>
      ))}
      {error !== undefined && (
        <Notice tone="bad" live>
          {error}
        </Notice>
      )}
      {experience.length < LIMITS.experienceLines && (
        <div>
          <Button
            variant="default"
            leftSection={<IconPlus size={18} aria-hidden="true" />}
            onClick={() => change({ experience: [...experience, noLine] })}
          >
            {t('aboutMe.addLine')}
          </Button>
        </div>
      )}
    </Part>
  )
}

interface ExperienceLineProps {
  readonly line: LineDraft
  /** Something in one of the lines is: fields that can be seen to be so are marked. */
  readonly isWrong: boolean
  readonly onLine: (part: Partial<LineDraft>) => void
}

function ExperienceLine({ line: { what, where, from, to }, isWrong, onLine }: ExperienceLineProps) {
  const { t } = useText()
  const odd = (typed: string): boolean => isWrong && typed.trim() !== '' && yearIn(typed) === undefined
  const [start, end] = [yearIn(from), yearIn(to)]
  const backwards = isWrong && start !== undefined && end !== undefined && start > end
  return (
    <>
      <TextInput
        label={t('aboutMe.what')}
        maxLength={LIMITS.experienceChars}
        value={what}
        error={isWrong && what.trim() === '' && where.trim() === '' && (from !== '' || to !== '')}
        onChange={(event) => onLine({ what: event.target.value })}
      />
      <TextInput
        label={t('aboutMe.where')}
        maxLength={LIMITS.experienceChars}
        value={where}
        onChange={(event) => onLine({ where: event.target.value })}
      />
      <TextInput
        label={t('aboutMe.from')}
        inputMode="numeric"
        maxLength={6}
        value={from}
        error={odd(from)}
        onChange={(event) => onLine({ from: event.target.value })}
      />
      <TextInput
        label={t('aboutMe.to')}
        inputMode="numeric"
        maxLength={6}
        value={to}
        error={odd(to) || backwards}
        onChange={(event) => onLine({ to: event.target.value })}
      />
    </>
  )
}
