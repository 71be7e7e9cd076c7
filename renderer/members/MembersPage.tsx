/** Everybody who belongs to a community, to be found and looked at; beside the list, all about the one who is open. */
import { Button, CloseButton, TextInput } from '@mantine/core'
import { IconSearch, IconUserPlus, IconUsers } from '@tabler/icons-react'
import { useDeferredValue, useMemo, useState, type ReactNode } from 'react'
import { useText } from '../i18n/index.ts'
import { useMembers, useNavigator, type CommunitySummary, type MemberId } from '../session/index.ts'
import { Bar, BesidePage, Choices, Empty } from '../ui/index.ts'
import { arrange, countsOf, shows, type Show } from './arrange.ts'
import { MemberCard } from './MemberCard.tsx'
import { MemberList } from './MemberList.tsx'
import classes from './page.module.css'
import { PeopleTabs } from './PeopleTabs.tsx'

interface MembersPageProps {
  readonly community: CommunitySummary
  readonly member: MemberId | undefined
  /** What the member whose details are open tells of themselves. */
  readonly portrait: ReactNode
  readonly onInvite: (() => void) | undefined
}

export function MembersPage({ community, member, portrait, onInvite }: MembersPageProps) {
  const { t, refusal, language } = useText()
  const { go } = useNavigator()
  const { value: members, refusal: trouble } = useMembers(community.id)
  const [show, setShow] = useState<Show>('everyone')
  const [typed, setTyped] = useState('')
  const query = useDeferredValue(typed)
  const counts = useMemo(() => countsOf(members ?? []), [members])
  const lines = useMemo(() => arrange(members ?? [], show, query, language), [members, show, query, language])
  const found = lines.filter(({ kind }) => kind === 'member').length
  const mayLetIn = community.state === 'member' && community.myRole !== 'member'
  const everyone = (): void => {
    setShow('everyone')
    setTyped('')
  }
  const close = (): void => go({ at: 'members', community: community.id })
  const card = member && (
    <MemberCard key={member} community={community} member={member} portrait={portrait} onClose={close} />
  )

  return (
    <BesidePage
      card={card}
      label={t('frame.context')}
      onClose={close}
      head={
        <>
          <Bar icon={<IconUsers size={20} />} title={t('people.members')} subtitle={community.name}>
            {onInvite && (
              <Button
                size="compact-md"
                variant="default"
                leftSection={<IconUserPlus size={18} aria-hidden="true" />}
                onClick={onInvite}
              >
                {t('community.invite')}
              </Button>
            )}
          </Bar>
          <PeopleTabs community={community.id} current="members" />
        </>
      }
    >
      {!trouble && (
        <search className={classes.tools}>
          <TextInput
            aria-label={t('people.search')}
            placeholder={t('people.search')}
            leftSection={<IconSearch size={18} aria-hidden="true" />}
            rightSection={
              typed !== '' && <CloseButton size="sm" aria-label={t('people.clear')} onClick={() => setTyped('')} />
            }
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape' || typed === '') return
              event.preventDefault()
              setTyped('')
            }}
          />
          <Choices
            label={t('people.filter')}
            value={show}
            onChange={setShow}
            choices={shows
              .filter((one) => one === 'everyone' || one === show || counts[one] > 0)
              .map((value) => ({ value, label: t(`people.${value}`), count: counts[value] }))}
          />
        </search>
      )}
      <output className="fm-unseen">{members && t('people.shown', { count: found })}</output>
      {trouble ? (
        <Empty>{refusal(trouble)}</Empty>
      ) : members && found === 0 ? (
        <Empty
          action={
            <Button variant="default" onClick={everyone}>
              {t('people.showEveryone')}
            </Button>
          }
        >
          {query.trim() === '' ? t('people.nobodyHere') : t('people.nobodyCalled')}
        </Empty>
      ) : (
        <>
          {counts.everyone === 1 && show === 'everyone' && <p className={classes.alone}>{t('people.alone')}</p>}
          <MemberList community={community.id} lines={lines} open={member} mayLetIn={mayLetIn} />
        </>
      )}
    </BesidePage>
  )
}
