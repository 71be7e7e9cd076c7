/** The inbox: a list of what is to be read, by community, room and thread, which gets shorter as one reads. */
import { Button } from '@mantine/core'
import { IconChecks, IconInbox } from '@tabler/icons-react'
import { useState } from 'react'
import { CommunityMentions } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import { useCommand, useInbox, useInboxCounts, type InboxFilter, type InboxGroup } from '../session/index.ts'
import { Bar, Choices, Empty, scrollable, useShortcut } from '../ui/index.ts'
import { Group } from './Group.tsx'
import { Requests } from './Requests.tsx'
import classes from './inbox.module.css'
import { useGroupFocus } from './useGroupFocus.ts'

export function InboxPage() {
  const { t, refusal: sentence } = useText()
  const [filter, setFilter] = useState<InboxFilter>('mentions')
  const { value, refusal } = useInbox(filter)
  const counts = useInboxCounts()
  const markAll = useCommand((client) => client.inbox.markAllRead({ filter }))
  const wake = useCommand((client) => client.inbox.wakeAll())
  const mark = useCommand((client, { community, space, root, upTo }: InboxGroup) =>
    client.rooms.markRead({ community, space, upTo, ...(root && { root }) }),
  )
  const groups = value?.groups ?? []
  const requests = value?.requests ?? []
  const isEmpty = value !== undefined && groups.length === 0 && requests.length === 0
  /** Whether something is unread that this filter does not show. */
  const isElse = (counts?.unread ?? 0) > 0
  const { list, move, focused } = useGroupFocus()
  useShortcut('next-message', () => move(1))
  useShortcut('previous-message', () => move(-1))
  useShortcut('mark-read', () => {
    // Who waits stands before what is unread, and is not read away.
    const group = groups[(focused() ?? -1) - requests.length]
    if (group) void mark.run(group)
    return group !== undefined
  })
  return (
    <div className={classes.page}>
      <Bar icon={<IconInbox size={20} />} title={t('inbox.title')}>
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconChecks size={16} aria-hidden="true" />}
          disabled={groups.length === 0}
          loading={markAll.busy}
          onClick={() => void markAll.run()}
        >
          {t('inbox.markAll')}
        </Button>
      </Bar>
      <div className={classes.body} {...scrollable} aria-label={t('inbox.list')} ref={list}>
        <div className={classes.column}>
          <p className={classes.quiet}>{t('inbox.how')}</p>
          <Choices
            label={t('inbox.tabs')}
            value={filter}
            choices={[
              { value: 'mentions', label: t('inbox.mentions'), count: counts?.mentions ?? 0 },
              { value: 'unread', label: t('inbox.unread'), count: counts?.unread ?? 0 },
            ]}
            onChange={setFilter}
          />
          {refusal && <Empty>{sentence(refusal)}</Empty>}
          {isEmpty && (
            <Empty icon={<IconChecks size={32} />} title={isElse ? t('inbox.noneForYou') : t('inbox.allRead')}>
              {isElse ? t('inbox.nothingForYou') : t('inbox.allReadText')}
            </Empty>
          )}
          {requests.length > 0 && <Requests requests={requests} />}
          {byCommunity(groups).map(([community, of]) => (
            <section key={community} className={classes.community} aria-labelledby={`inbox-${community}`}>
              <h2 className={classes.name} id={`inbox-${community}`}>
                <bdi>{of[0]?.communityName}</bdi>
              </h2>
              <CommunityMentions community={community}>
                <ul className={classes.groups}>
                  {of.map((group) => (
                    <Group
                      key={`${group.space} ${group.root ?? ''}`}
                      group={group}
                      filter={filter}
                      onRead={() => void mark.run(group)}
                    />
                  ))}
                </ul>
              </CommunityMentions>
            </section>
          ))}
          {value && value.more > 0 && <p className={classes.quiet}>{t('inbox.groups', { count: value.more })}</p>}
          {value && value.snoozed > 0 && (
            <p className={classes.quiet}>
              {t('inbox.snoozed', { count: value.snoozed })}{' '}
              <Button variant="subtle" size="compact-sm" loading={wake.busy} onClick={() => void wake.run()}>
                {t('inbox.now')}
              </Button>
            </p>
          )}
          <output className="fm-unseen">{isEmpty ? t('inbox.allRead') : ''}</output>
        </div>
      </div>
    </div>
  )
}

function byCommunity(groups: readonly InboxGroup[]): [InboxGroup['community'], InboxGroup[]][] {
  return [...Map.groupBy(groups, ({ community }) => community)]
}
