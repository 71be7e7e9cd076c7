/** Who waits to be let in: one entry for each community, with the way to where one lets them in. */
import { IconUserPlus } from '@tabler/icons-react'
import { PersonTile } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import { PlaceLink, type InboxRequest } from '../session/index.ts'
import { Count } from '../ui/index.ts'
import classes from './inbox.module.css'

export function Requests({ requests }: { readonly requests: readonly InboxRequest[] }) {
  const { t } = useText()
  return (
    <section className={classes.community} aria-labelledby="inbox-requests">
      <h2 className={classes.name} id="inbox-requests">
        {t('inbox.requests')}
      </h2>
      <ul className={classes.groups}>
        {requests.map((request) => (
          <Request key={request.community} request={request} />
        ))}
      </ul>
    </section>
  )
}

function Request({ request: { community, communityName, count, people } }: { request: InboxRequest }) {
  const { t, short } = useText()
  const rest = count - people.length
  return (
    <li className={classes.group} data-group="">
      <div className={`${classes.head} ${classes.line}`}>
        <IconUserPlus size={16} aria-hidden="true" />
        <PlaceLink to={{ at: 'members', community }} className={classes.title}>
          <bdi>{communityName}</bdi>
        </PlaceLink>
        <Count value={count} shown={short(count)} label={t('care.waiting', { count })} />
      </div>
      <ul className={classes.rows}>
        {people.map(({ member, name }) => (
          <li key={member} className={`${classes.row} ${classes.person}`}>
            <PersonTile id={member} name={name} />
            <PlaceLink to={{ at: 'members', community, member }} className={classes.author}>
              <bdi>{name}</bdi>
            </PlaceLink>
          </li>
        ))}
      </ul>
      {rest > 0 && <p className={classes.quiet}>{t('inbox.more', { count: rest })}</p>}
    </li>
  )
}
