/** What a member tells of themselves, part by part; parts they are silent about are not there. */
import type { ReactNode } from 'react'
import { MessageBody } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import { usePerson, type CommunitySummary, type MemberId, type PersonDetail } from '../session/index.ts'
import { useNow } from '../ui/index.ts'
import classes from './card.module.css'
import { Matches } from './Matches.tsx'
import { Skills } from './Skills.tsx'
import { dayOf, languageName, placeIn, timeIn, yearOf } from './tongues.ts'

interface PortraitProps {
  readonly community: CommunitySummary
  readonly member: MemberId
  /** Whether it tells since when they are here, where nothing else does. */
  readonly since?: boolean
}

export function Portrait({ community, member, since = true }: PortraitProps) {
  const { t } = useText()
  const person = usePerson(community.id, member).value
  if (!person) return null
  const { about, me } = person
  return (
    <>
      <div className={classes.matches}>
        <Matches of={person} />
      </div>
      {isSilent(person) && <p className={classes.hint}>{t(me ? 'portrait.nothingMine' : 'portrait.nothing')}</p>}
      {about.bio !== '' && (
        <Section title={t('portrait.about')}>
          <MessageBody text={about.bio} />
        </Section>
      )}
      <Facts person={person} since={since} />
      {about.skills.length > 0 && (
        <Section title={t('portrait.skills')}>
          <Skills community={community.id} person={person} />
        </Section>
      )}
      <Offer title={t('portrait.offers')} offer={about.offers} />
      <Offer title={t('portrait.seeks')} offer={about.seeks} />
      {about.experience.length > 0 && (
        <Section title={t('portrait.experience')}>
          <ul className={classes.lines}>
            {about.experience.map((line, index) => (
              <li key={index}>
                <Line line={line} />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

function isSilent({ about }: PersonDetail): boolean {
  const { bio, languages, timeZone, birthday, skills, experience, offers, seeks } = about
  return [
    bio,
    languages,
    timeZone,
    birthday,
    skills,
    experience,
    offers.tags,
    offers.text,
    seeks.tags,
    seeks.text,
  ].every((part) => part.length === 0)
}

function Facts({ person: { about, since }, since: isTold }: { person: PersonDetail; since: boolean }) {
  const { t, format, language } = useText()
  const now = useNow(20_000)
  const { languages, timeZone, birthday } = about
  if (!isTold && languages.length === 0 && timeZone === '' && birthday === '') return null
  const time = timeZone === '' ? undefined : timeIn(timeZone, now, language)
  return (
    <dl className={classes.facts}>
      {languages.length > 0 && (
        <>
          <dt>{t('portrait.languages')}</dt>
          <dd>{format.list(languages.map((code) => languageName(code, language)))}</dd>
        </>
      )}
      {time !== undefined && (
        <>
          <dt>{t('portrait.time')}</dt>
          <dd>{t('portrait.timeIn', { time, place: `\u2068${placeIn(timeZone)}\u2069` })}</dd>
        </>
      )}
      {birthday !== '' && (
        <>
          <dt>{t('portrait.birthday')}</dt>
          <dd>{dayOf(birthday, language)}</dd>
        </>
      )}
      {isTold && (
        <>
          <dt>{t('portrait.since')}</dt>
          <dd>{format.date(since)}</dd>
        </>
      )}
    </dl>
  )
}

function Offer({ title, offer: { tags, text } }: { title: string; offer: PersonDetail['about']['offers'] }) {
  if (tags.length === 0 && text === '') return null
  return (
    <Section title={title}>
      {tags.length > 0 && (
        <ul className={classes.tags}>
          {tags.map((tag) => (
            <li key={tag} className={classes.tag} dir="auto">
              {tag}
            </li>
          ))}
        </ul>
      )}
      {text !== '' && (
        <p className={classes.plain} dir="auto">
          {text}
        </p>
      )}
    </Section>
  )
}

function Line({ line: { what, where, from, to } }: { line: PersonDetail['about']['experience'][number] }) {
  const { t, language } = useText()
  const isolated = (text: string): string => `\u2068${text}\u2069`
  const year = (value: number): string => yearOf(value, language)
  const years =
    from !== undefined && to !== undefined
      ? from === to
        ? year(from)
        : t('portrait.between', { from: year(from), to: year(to) })
      : from !== undefined
        ? t('portrait.sinceYear', { from: year(from) })
        : to !== undefined
          ? t('portrait.untilYear', { to: year(to) })
          : ''
  return (
    <>
      <span>
        {what !== '' && where !== ''
          ? t('portrait.at', { what: isolated(what), where: isolated(where) })
          : isolated(what || where)}
      </span>
      {years !== '' && <span className={classes.hint}>{years}</span>}
    </>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <h3 className={classes.heading}>{title}</h3>
      {children}
    </section>
  )
}
