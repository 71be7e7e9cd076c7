import { useText } from '../i18n/index.ts'
import classes from './card.module.css'
import { Section } from './Section.tsx'

/** Digits that are the same on both sides, in groups as they are read out. */
export function SafetyNumber({ digits }: { digits: string }) {
  const { t } = useText()
  const groups = digits.replace(/\D/g, '').match(/.{1,5}/g) ?? []
  return (
    <Section title={t('person.safety')}>
      <div className={classes.safety} dir="ltr">
        {groups.map((group, index) => (
          <span key={index}>{group} </span>
        ))}
      </div>
      <p className={classes.hint}>{t('person.safetyHow')}</p>
    </Section>
  )
}
