/** One person in the directory: who they are, why they might fit, and what they can do. */
import { memo, type KeyboardEvent } from 'react'
import { Face, MemberName } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import { PlaceLink, usePresence, type CommunityId, type PersonView } from '../session/index.ts'
import { isNew } from './find.ts'
import classes from './list.module.css'
import { Matches } from './Matches.tsx'
import { SkillTag } from './SkillTag.tsx'

interface PersonRowProps {
  readonly community: CommunityId
  readonly person: PersonView
  readonly online: boolean
  readonly now: number
  /** Whether the Tab key stops here. */
  readonly stop: boolean
  readonly open: boolean
  readonly onStop: (key: string) => void
  readonly onKeyDown: (event: KeyboardEvent) => void
}

/** Skills drawn in a row; the card has all. */
const mostSkills = 4

export const PersonRow = memo(function PersonRow(props: PersonRowProps) {
  const { community, person, online, now, stop, open, onStop, onKeyDown } = props
  const { t, format } = useText()
  const { id, name, role, me, since, pronouns, words, skills, lookAlike, tag, founder } = person
  const away = usePresence(community).get(id) === 'away' && !me
  const fresh = !founder && isNew(person, now)
  return (
    <div className={classes.row} data-open={open} onFocus={() => onStop(id)}>
      <PlaceLink
        to={{ at: 'people', community, member: id }}
        className={classes.link}
        tabIndex={stop ? 0 : -1}
        data-stop={id}
        onKeyDown={onKeyDown}
        aria-current={open ? 'true' : undefined}
      >
        <Face member={{ id, name, online, me, state: 'active' }} away={away} />
        <span className={classes.about}>
          <span className={classes.first}>
            <MemberName name={name} role={role} />
            {me && <span className={classes.quiet}>{t('members.you')}</span>}
            {fresh && <span className={classes.fresh}>{t('directory.isNew')}</span>}
          </span>
          {lookAlike && <span className={classes.alike}>{t('directory.alike', { tag: `\u2066${tag}\u2069` })}</span>}
          <span className={classes.quiet}>
            {pronouns !== '' && (
              <>
                <bdi>{pronouns}</bdi> ·{' '}
              </>
            )}
            {t('directory.since', { when: format.date(since) })}
            {online && !me && ` · ${t(away ? 'presence.away' : 'people.isOnline')}`}
          </span>
          {words !== '' && (
            <span className={classes.words} dir="auto">
              {words}
            </span>
          )}
          <Matches of={person} />
          {skills.length > 0 && (
            <span className={classes.skills}>
              {skills.slice(0, mostSkills).map(({ skill, vouches }) => (
                <SkillTag key={skill} skill={skill} vouches={vouches} />
              ))}
              {skills.length > mostSkills && (
                <span className={classes.quiet}>
                  {t('directory.moreSkills', { count: skills.length - mostSkills })}
                </span>
              )}
            </span>
          )}
        </span>
      </PlaceLink>
    </div>
  )
})
