/** Role, since when, and by whom. */
import { useText } from '../i18n/index.ts'
import { PlaceLink, useMembers, type CommunityId, type MemberDetail, type MemberId } from '../session/index.ts'
import classes from './card.module.css'

export function MemberFacts({ community, detail }: { community: CommunityId; detail: MemberDetail }) {
  const { t, format } = useText()
  const { role, state, since, admittedBy, invitedBy, formerly, past, tag } = detail
  return (
    <dl className={classes.facts}>
      <dt>{t('person.role')}</dt>
      <dd>
        {t(`role.${role}`)}
        {state === 'active' && <span className={classes.hint}>{t(`person.means.${role}`)}</span>}
      </dd>
      <dt>{t('person.since')}</dt>
      <dd>
        {format.date(since)}
        {admittedBy === undefined && <span className={classes.hint}>{t('person.founder')}</span>}
      </dd>
      {admittedBy && (
        <>
          <dt>{t('person.letInBy')}</dt>
          <dd>
            <Who community={community} member={admittedBy} />
          </dd>
        </>
      )}
      {invitedBy && invitedBy !== admittedBy && (
        <>
          <dt>{t('person.invitedBy')}</dt>
          <dd>
            <Who community={community} member={invitedBy} />
          </dd>
        </>
      )}
      {formerly && (
        <>
          <dt>{t('person.formerly')}</dt>
          <dd>
            <Who community={community} member={formerly} />
            <span className={classes.hint}>{t('person.formerlyHint')}</span>
          </dd>
        </>
      )}
      {past && (
        <>
          <dt>{t('person.formerly')}</dt>
          <dd>
            {past.name === '' ? (
              t('archive.pastUnknown')
            ) : (
              <bdi>
                {t('archive.past', { name: `\u2068${past.name}\u2069`, community: `\u2068${past.community}\u2069` })}
              </bdi>
            )}
            <span className={classes.hint}>{t('person.formerlyHint')}</span>
          </dd>
        </>
      )}
      <dt>{t('person.key')}</dt>
      <dd>
        <span className={classes.tag} dir="ltr">
          {tag}
        </span>
      </dd>
    </dl>
  )
}

function Who({ community, member }: { community: CommunityId; member: MemberId }) {
  const { t } = useText()
  const found = useMembers(community).value?.find(({ id }) => id === member)
  if (!found) return t('person.unknown')
  return (
    <PlaceLink to={{ at: 'members', community, member }} className={classes.link}>
      <bdi>{found.name}</bdi>
    </PlaceLink>
  )
}
