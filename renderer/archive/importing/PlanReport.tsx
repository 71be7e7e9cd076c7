/** What is in an export, and what of it has no place here. */
import { useText } from '../../i18n/index.ts'
import type { ImportPlanView } from '../../session/index.ts'
import archive from '../archive.module.css'
import classes from './importing.module.css'

export function PlanReport({ plan }: { plan: ImportPlanView }) {
  const { t, format } = useText()
  const { system, name, messages, users, topics, reactions, since, until, nots } = plan
  const facts: readonly (readonly [string, string])[] = [
    [t('imports.messages'), format.number(messages)],
    [t('imports.people'), format.number(users)],
    ...(topics > 0 ? [[t('imports.topics'), format.number(topics)] as const] : []),
    [t('imports.reactionCount'), format.number(reactions)],
    ...(since !== undefined && until !== undefined
      ? [[t('imports.span'), format.list([format.day(since), format.day(until)])] as const]
      : []),
  ]
  return (
    <section className={archive.card} aria-labelledby="import-plan">
      <h2 id="import-plan" className={archive.title} dir="auto">
        {t('imports.found', { system: t(`imports.systems.${system}` as 'imports.systems.slack'), name })}
      </h2>
      <dl className={classes.facts}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h3 className={classes.subtitle}>{t('imports.not')}</h3>
      {nots.length === 0 && <p className={archive.note}>{t('imports.nothingNot')}</p>}
      <ul className={archive.list}>
        {nots.map(({ what, count, where }) => (
          <li key={what} className={classes.not}>
            <span className={classes.count}>{format.number(count)}</span>
            <span>
              {t(`imports.nots.${what}` as 'imports.nots.edit')}
              {where[0] !== undefined && (
                <span className={classes.where} dir="auto">
                  {t('imports.notWhere', { where: where[0] })}
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
