/** What was found, as links in lists of their kinds; more comes as the person scrolls. */
import { Button } from '@mantine/core'
import { useEffect, useRef, type ReactNode } from 'react'
import type { SearchResult } from '../../core/contract/index.ts'
import { useText } from '../i18n/index.ts'
import { PlaceLink, type CommunityId, type Place, type SearchKind } from '../session/index.ts'
import { MessageRow, PersonRow, RoomRow, TopicRow } from './FoundRows.tsx'
import { placeOfMessage, placeOfPerson, placeOfRoom, placeOfTopic } from './found-place.ts'
import classes from './page.module.css'

interface FoundListProps {
  readonly result: SearchResult
  readonly kind: SearchKind
  readonly here: CommunityId | undefined
  readonly inRoom: boolean
  readonly onMore: () => void
  readonly onKind: (kind: SearchKind) => void
}

export function FoundList({ result, kind, here, inRoom, onMore, onKind }: FoundListProps) {
  const { t } = useText()
  const { rooms, people, topics, messages } = result
  const groups = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const list = groups.current
    const move = (event: KeyboardEvent): void => moveAmongLinks(event, list)
    list?.addEventListener('keydown', move)
    return () => list?.removeEventListener('keydown', move)
  }, [])
  const all = (of: SearchKind): ReactNode =>
    kind === 'all' && (
      <Button size="compact-sm" variant="default" onClick={() => onKind(of)}>
        {t(`search.showAll.${of}`)}
      </Button>
    )
  return (
    <div ref={groups} className={classes.groups}>
      <Group title={t('search.rooms')} more={all('rooms')}>
        {rooms.map((room) => (
          <Entry key={`${room.community} ${room.space}`} to={placeOfRoom(room)}>
            <RoomRow room={room} here={here} />
          </Entry>
        ))}
      </Group>
      <Group title={t('search.people')} more={all('people')}>
        {people.map((person) => (
          <Entry key={`${person.community} ${person.member}`} to={placeOfPerson(person)}>
            <PersonRow person={person} here={here} />
          </Entry>
        ))}
      </Group>
      <Group title={t('search.topics')} more={all('topics')}>
        {topics.map((topic) => (
          <Entry key={topic.id} to={placeOfTopic(topic)}>
            <TopicRow topic={topic} here={here} />
          </Entry>
        ))}
      </Group>
      <Group title={t('search.messages')}>
        {messages.map((message) => (
          <Entry key={`${message.space} ${message.id}`} to={placeOfMessage(message)} tall>
            <MessageRow message={message} here={here} inRoom={inRoom} />
          </Entry>
        ))}
      </Group>
      {result.after && <More onMore={onMore} />}
    </div>
  )
}

function Group({ title, more, children }: { title: string; more?: ReactNode; children: readonly ReactNode[] }) {
  return children.length === 0 ? null : (
    <section className={classes.group} aria-label={title}>
      <h2 className={classes.heading}>{title}</h2>
      <ul className={classes.list}>{children}</ul>
      {more}
    </section>
  )
}

function Entry({ to, tall = false, children }: { to: Place; tall?: boolean; children: ReactNode }) {
  return (
    <li className={classes.entry}>
      <PlaceLink to={to} className={tall ? classes.tall : classes.line}>
        {children}
      </PlaceLink>
    </li>
  )
}

/** Asks for more as soon as it comes near; who goes by keyboard presses it. */
function More({ onMore }: { onMore: () => void }) {
  const { t } = useText()
  const button = useRef<HTMLButtonElement>(null)
  const latest = useRef(onMore)
  useEffect(() => {
    latest.current = onMore
  })
  useEffect(() => {
    if (!button.current) return undefined
    const near = new IntersectionObserver(([seen]) => seen?.isIntersecting === true && latest.current(), {
      rootMargin: '600px',
    })
    near.observe(button.current)
    return () => near.disconnect()
  }, [])
  return (
    <Button ref={button} variant="default" onClick={onMore}>
      {t('search.more')}
    </Button>
  )
}

/** Arrow keys go from one to the next, Home and End to the ends. */
function moveAmongLinks(event: KeyboardEvent, list: HTMLElement | null): void {
  const links = [...(list?.querySelectorAll<HTMLAnchorElement>('li a') ?? [])]
  const at = links.findIndex((link) => link === document.activeElement)
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key]
  if (at < 0 || next === undefined || event.altKey || event.ctrlKey || event.metaKey) return
  event.preventDefault()
  links[next]?.focus()
}
