/** One person in full, and what I may do: write to them, vouch for what they can. */
import { Button } from '@mantine/core'
import { IconMessage, IconPencil, IconX } from '@tabler/icons-react'
import { Face } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import {
  PlaceLink,
  useCommand,
  useMembers,
  useNavigator,
  usePerson,
  type CommunitySummary,
  type MemberId,
  type PersonDetail,
} from '../session/index.ts'
import { IconButton, Notice, scrollable } from '../ui/index.ts'
import classes from './card.module.css'
import { Portrait } from './Portrait.tsx'

interface PersonCardProps {
  readonly community: CommunitySummary
  readonly member: MemberId
  readonly onClose: () => void
}

export function PersonCard({ community, member, onClose }: PersonCardProps) {
  const { t, refusal } = useText()
  const { value: person, refusal: trouble } = usePerson(community.id, member)
  const online = useMembers(community.id).value?.find(({ id }) => id === member)?.online === true
  return (
    <div className={classes.card} tabIndex={-1} data-autofocus>
      <div className={classes.head}>
        {person && <Face member={{ ...person, online }} size="large" />}
        <div className={classes.who}>
          {person && (
            <>
              <h2 className={classes.title}>
                <bdi>{person.name}</bdi>
              </h2>
              <p className={classes.state}>
                {person.about.pronouns !== '' && (
                  <>
                    <bdi>{person.about.pronouns}</bdi> ·{' '}
                  </>
                )}
                {t(`role.${person.role}`)}
                {person.me ? ` · ${t('members.you')}` : online && ` · ${t('people.isOnline')}`}
              </p>
            </>
          )}
        </div>
        <IconButton label={t('person.close')} onClick={onClose}>
          <IconX size={18} aria-hidden="true" />
        </IconButton>
      </div>
      <section
        className={classes.body}
        aria-label={person ? t('person.label', { name: person.name }) : t('frame.context')}
        {...scrollable}
      >
        {trouble && (
          <Notice tone="bad" live>
            {trouble.code === 'member/unknown' ? t('person.unknown') : refusal(trouble)}
          </Notice>
        )}
        {person && community.state === 'member' && <Actions community={community} person={person} />}
        {person && <Portrait community={community} member={member} />}
        {person && (
          <PlaceLink to={{ at: 'members', community: community.id, member }} className={classes.link}>
            {t('portrait.more')}
          </PlaceLink>
        )}
      </section>
    </div>
  )
}

function Actions({ community: { id: community }, person }: { community: CommunitySummary; person: PersonDetail }) {
  const { t, refusal } = useText()
  const { go } = useNavigator()
  const write = useCommand((client) => client.spaces.direct({ community, people: [person.id] }))
  const open = async (): Promise<void> => {
    const outcome = await write.run()
    if (outcome.ok) go({ at: 'room', community, space: outcome.value.space })
  }
  if (person.me) {
    return (
      <div className={classes.actions}>
        <Button
          variant="default"
          leftSection={<IconPencil size={18} aria-hidden="true" />}
          onClick={() => go({ at: 'about', community })}
        >
          {t('directory.edit')}
        </Button>
        <p className={classes.hint}>{t('portrait.itsYou')}</p>
      </div>
    )
  }
  if (person.state !== 'active') return null
  return (
    <div className={classes.actions}>
      <Button
        leftSection={<IconMessage size={18} aria-hidden="true" />}
        loading={write.busy}
        onClick={() => void open()}
      >
        {t('portrait.message')}
      </Button>
      {write.refusal && (
        <Notice tone="bad" live>
          {refusal(write.refusal)}
        </Notice>
      )}
    </div>
  )
}
