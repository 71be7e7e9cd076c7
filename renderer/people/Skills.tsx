/** Skills, who vouches for each, and my own vouch. */
import { Button } from '@mantine/core'
import { IconCheck, IconThumbUp } from '@tabler/icons-react'
import { useText } from '../i18n/index.ts'
import { useCommand, type CommunityId, type PersonDetail } from '../session/index.ts'
import classes from './card.module.css'

type Skill = PersonDetail['skills'][number]

/** Names told of those who vouch. */
const mostNames = 5

export function Skills({ community, person }: { community: CommunityId; person: PersonDetail }) {
  const { t } = useText()
  return (
    <>
      <ul className={classes.skills}>
        {person.skills.map((skill) => (
          <SkillItem key={skill.skill} community={community} person={person} skill={skill} />
        ))}
      </ul>
      {person.mayVouch && <p className={classes.hint}>{t('portrait.vouchHint')}</p>}
    </>
  )
}

interface SkillItemProps {
  readonly community: CommunityId
  readonly person: PersonDetail
  readonly skill: Skill
}

function SkillItem({ community, person: { id, mayVouch }, skill: { skill, by, mine } }: SkillItemProps) {
  const { t, format, refusal } = useText()
  const vouch = useCommand((client, on: boolean) => client.directory.vouch({ community, member: id, skill, on }))
  const names = by.slice(0, mostNames).map(({ name }) => (by.length === 1 ? `\u2068${name}\u2069` : name))
  const more = by.length - mostNames
  const all = more > 0 ? [...names, t('portrait.andMore', { count: more })] : names
  return (
    <li className={classes.skill}>
      <span className={classes.skillText}>
        <span className={classes.skillName}>
          <bdi>{skill}</bdi>
        </span>
        <span className={classes.hint}>
          {by.length === 0 ? t('portrait.nobodyVouches') : t('portrait.vouchedBy', { names: format.list(all) })}
        </span>
        {vouch.refusal && (
          <span className={classes.trouble} role="alert">
            {refusal(vouch.refusal)}
          </span>
        )}
      </span>
      {mayVouch && (
        <Button
          size="compact-sm"
          variant={mine ? 'light' : 'default'}
          leftSection={mine ? <IconCheck size={16} aria-hidden="true" /> : <IconThumbUp size={16} aria-hidden="true" />}
          loading={vouch.busy}
          onClick={() => void vouch.run(!mine)}
        >
          {t(mine ? 'portrait.vouching' : 'portrait.vouch')}
          <span className="fm-unseen">: {skill}</span>
        </Button>
      )}
    </li>
  )
}
