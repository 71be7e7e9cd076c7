/** The kinds of community there are, as one group of choices. */
import {
  IconBriefcase,
  IconChess,
  IconHeartHandshake,
  IconHome,
  IconSchool,
  IconSpeakerphone,
} from '@tabler/icons-react'
import { useId } from 'react'
import { useText } from '../i18n/index.ts'
import type { Template } from '../session/index.ts'
import classes from './onboarding.module.css'

const icons = {
  neighbourhood: IconHome,
  class: IconSchool,
  cause: IconSpeakerphone,
  'game-club': IconChess,
  professional: IconBriefcase,
  'support-group': IconHeartHandshake,
} satisfies Record<Template, typeof IconHome>
const kinds = Object.keys(icons) as Template[]

export function TemplatePicker({ value, onChange }: { value: Template; onChange: (template: Template) => void }) {
  const { t } = useText()
  const id = useId()
  return (
    <div role="radiogroup" aria-labelledby={`${id}-title`} aria-describedby={`${id}-hint`}>
      <h2 className={classes.subtitle} id={`${id}-title`}>
        {t('create.template')}
      </h2>
      <p className={classes.quiet} id={`${id}-hint`} style={{ marginBlockEnd: 8 }}>
        {t('create.templateHint')}
      </p>
      <div className={classes.templates}>
        {kinds.map((kind) => {
          const Icon = icons[kind]
          return (
            <label key={kind} className={classes.template}>
              <input type="radio" name={id} checked={kind === value} onChange={() => onChange(kind)} />
              <Icon size={20} aria-hidden="true" />
              <span className={classes.templateName}>{t(`template.${kind}.name`)}</span>
              <span className={classes.templateHint}>{t(`template.${kind}.hint`)}</span>
            </label>
          )
        })}
      </div>
    </div>
  )
}
