/** What came of checking an archive, so that a person understands it. */
import { useText } from '../i18n/index.ts'
import type { ArchiveProblem, ArchiveReport } from '../session/index.ts'
import { Notice, scrollable } from '../ui/index.ts'
import classes from './archive.module.css'

export function Report({ report }: { report: ArchiveReport }) {
  const { t, format } = useText()
  const { sound, record, compared, entries, decisions, away, by, problems, count } = report
  const counted = {
    entries: t('archive.entries', { count: entries, shown: format.number(entries) }),
    decisions: t('archive.decisions', { count: decisions, shown: format.number(decisions) }),
  }
  const maker = by !== undefined && t('archive.by', { name: `\u2068${by}\u2069` })
  if (sound) {
    return (
      <Notice tone={record && !compared ? 'warn' : 'good'} live>
        {!record ? t('archive.soundPlain') : compared ? t('archive.sound', counted) : t('archive.soundWord', counted)}{' '}
        {maker} {away > 0 && t('archive.away', { count: away, shown: format.number(away) })}
      </Notice>
    )
  }
  return (
    <section className={classes.card}>
      <Notice tone="bad" live>
        {t('archive.unsound', { count, shown: format.number(count) })}
      </Notice>
      <ul className={classes.problems} {...scrollable}>
        {problems.map((problem) => (
          <li key={JSON.stringify(problem)}>
            <Problem problem={problem} />
          </li>
        ))}
      </ul>
      {count > problems.length && (
        <p className={classes.note}>
          {t('archive.more', { count: count - problems.length, shown: format.number(count - problems.length) })}
        </p>
      )}
      {record && <p className={classes.note}>{t('archive.isolated')}</p>}
    </section>
  )
}

function Problem({ problem: { code, text, file, author, room, at, wanted } }: { problem: ArchiveProblem }) {
  const { t, format, refusal } = useText()
  const where = [
    ...(author === undefined ? [] : [t('archive.where.author', { author: `\u2068${author}\u2069` })]),
    ...(room === undefined ? [] : [t('archive.where.room', { room: `\u2068${room}\u2069` })]),
    ...(at === undefined ? [] : [t('archive.where.at', { when: format.moment(at) })]),
    ...(file === undefined ? [] : [t('archive.where.file', { file: `\u2068${file}\u2069` })]),
    ...(wanted === undefined ? [] : [t('archive.where.wanted', { wanted: `\u2068${wanted}\u2069` })]),
  ]
  return (
    <>
      <span>{refusal({ code, text, details: {} })}</span>
      {where.length > 0 && <div className={classes.where}>{where.join(' · ')}</div>}
    </>
  )
}
