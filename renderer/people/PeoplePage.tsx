/** The directory: who is here, what they can do, who fits; beside the list, one of them in full. */
import { Button } from '@mantine/core'
import { IconAddressBook, IconId } from '@tabler/icons-react'
import { useDeferredValue, useEffect, useMemo, useState, type ReactNode } from 'react'
import { useText } from '../i18n/index.ts'
import {
  command,
  useConnection,
  useMembers,
  useNavigator,
  usePeople,
  type CommunitySummary,
  type MemberId,
} from '../session/index.ts'
import { Bar, BesidePage, Empty, useNow } from '../ui/index.ts'
import { ComingUp } from './ComingUp.tsx'
import { countsOf, find, type Wish } from './find.ts'
import { PeopleList } from './PeopleList.tsx'
import { PersonCard } from './PersonCard.tsx'
import { Tools } from './Tools.tsx'

interface PeoplePageProps {
  readonly community: CommunitySummary
  readonly member: MemberId | undefined
  /** The other pages about who belongs here. */
  readonly tabs: ReactNode
}

const everyone: Wish = { show: 'everyone', skill: undefined, language: undefined, query: '', sort: 'name' }

export function PeoplePage({ community, member, tabs }: PeoplePageProps) {
  const { t, refusal, language } = useText()
  const { go } = useNavigator()
  const { value, refusal: trouble } = usePeople(community.id)
  const members = useMembers(community.id).value
  const now = useNow(60_000)
  const [wish, setWish] = useState(everyone)
  const wanted = useDeferredValue(wish)
  const people = value?.people
  const online = useMemo(() => new Set(members?.filter((one) => one.online).map(({ id }) => id)), [members])
  const around = useMemo(() => ({ online, now, language }), [online, now, language])
  const counts = useMemo(() => countsOf(people ?? [], around), [people, around])
  const found = useMemo(() => find(people ?? [], wanted, around), [people, wanted, around])
  useMet(community)

  const close = (): void => go({ at: 'people', community: community.id })
  const card = member && <PersonCard key={member} community={community} member={member} onClose={close} />
  const none = wish.show === 'fitting' && counts.fitting === 0

  return (
    <BesidePage
      card={card}
      label={t('frame.context')}
      onClose={close}
      head={
        <>
          <Bar icon={<IconAddressBook size={20} />} title={t('directory.title')} subtitle={community.name}>
            {community.state === 'member' && (
              <Button
                size="compact-md"
                variant="default"
                leftSection={<IconId size={18} aria-hidden="true" />}
                onClick={() => go({ at: 'about', community: community.id })}
              >
                {t('directory.edit')}
              </Button>
            )}
          </Bar>
          {tabs}
        </>
      }
    >
      {people && <Tools people={people} wish={wish} counts={counts} onWish={setWish} />}
      {people && <ComingUp community={community.id} people={people} now={now} />}
      <output className="fm-unseen">{people && t('directory.shown', { count: found.length })}</output>
      {trouble ? (
        <Empty>{refusal(trouble)}</Empty>
      ) : people && found.length === 0 ? (
        <Empty
          action={
            <Button variant="default" onClick={() => setWish(everyone)}>
              {t('directory.showEveryone')}
            </Button>
          }
        >
          {t(none ? 'directory.nobodyFits' : 'directory.nobody')}
        </Empty>
      ) : (
        <PeopleList community={community.id} people={found} around={around} open={member} />
      )}
    </BesidePage>
  )
}

/** Whoever looks here has met the members: that step is taken. */
function useMet({ id, state }: CommunitySummary): void {
  const connection = useConnection()
  useEffect(() => {
    if (state !== 'member') return
    // That it is not kept now harms nobody: it is when they look again.
    void command(connection, (client) => client.directory.welcomed({ community: id, step: 'people' }))
  }, [connection, id, state])
}
