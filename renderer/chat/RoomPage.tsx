/** A room: what was said, and where to say something. */
import { Button } from '@mantine/core'
import { useCallback, useRef, useState, type ReactNode } from 'react'
import { SpaceMark, useSpaceNaming } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import { useNavigator, type CommunitySummary, type EntryId, type SpaceView } from '../session/index.ts'
import { Bar } from '../ui/index.ts'
import { EmptyRoom } from './EmptyRoom.tsx'
import { LostNotice } from './LostNotice.tsx'
import classes from './room.module.css'
import { Talk, type TalkHandle, type Target } from './Talk.tsx'
import type { Goal } from './useRoom.ts'

interface RoomPageProps {
  readonly community: CommunitySummary
  readonly space: SpaceView
  /** What else the bar offers; it may lead to a moment (ms) of this room. */
  readonly renderTools: (toMoment: (moment: number) => void) => ReactNode
  /** The message that was asked for. */
  readonly target?: Target | undefined
  /** Opens the thread of a message, and goes to one in it. Must stay the same. */
  readonly onThread: (root: EntryId, to?: EntryId) => void
  /** What is offered above the composer. */
  readonly offer?: ReactNode
  /** Stands in the composer's place where nothing may be written. */
  readonly closed?: ReactNode
}

/** To be keyed by the space: another room is another page. */
export function RoomPage({
  community: { id: community },
  space,
  renderTools,
  target,
  onThread,
  offer,
  closed,
}: RoomPageProps) {
  const { t } = useText()
  const { go } = useNavigator()
  const { nameOf, othersOf } = useSpaceNaming(community)
  const talk = useRef<TalkHandle>(null)
  const [moment, setMoment] = useState<Goal | undefined>()
  const toMoment = useCallback((wanted: number) => setMoment({ moment: wanted }), [])
  const name = nameOf(space)
  const others = othersOf(space)
  const write = <Button onClick={() => talk.current?.focus()}>{t('room.write')}</Button>
  const { id } = space
  const elsewhere = useCallback((to: EntryId) => go({ at: 'room', community, space: id, to }), [go, community, id])
  return (
    <section className={classes.room} aria-label={name} data-talk="room">
      <Bar icon={<SpaceMark kind={space.kind} others={others} size={19} />} title={name} subtitle={space.topic}>
        {renderTools(toMoment)}
      </Bar>
      <Talk
        ref={talk}
        community={community}
        space={space}
        name={name}
        placeholder={t('room.placeholder', { name: space.kind === 'room' ? `#${name}` : name })}
        target={target}
        moment={moment}
        closed={closed}
        empty={<EmptyRoom space={space} others={others} action={!closed && write} />}
        notice={
          !closed && (
            <>
              <LostNotice community={community} space={space.id} />
              {offer}
            </>
          )
        }
        onThread={onThread}
        onElsewhere={elsewhere}
      />
    </section>
  )
}
