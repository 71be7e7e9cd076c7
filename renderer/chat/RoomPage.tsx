/** A room: what was said, and where to say something. */
import { Button, Loader } from '@mantine/core'
import { IconHash, IconMessageCircle } from '@tabler/icons-react'
import { useRef, type ReactNode } from 'react'
import { Composer, type ComposerHandle } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import type { CommunityId, SpaceView } from '../session/index.ts'
import { Bar, Empty } from '../ui/index.ts'
import { MessageList } from './MessageList.tsx'
import { useOutbox } from './outbox.ts'
import classes from './room.module.css'
import { Unsent } from './Unsent.tsx'
import { useRoom } from './useRoom.ts'
import { useScroll } from './useScroll.ts'

interface RoomPageProps {
  readonly community: CommunityId
  readonly space: SpaceView
  /** What else the bar offers. */
  readonly tools: ReactNode
  /** Stands in the composer's place where nothing may be written. */
  readonly closed?: ReactNode
}

/** To be keyed by the space: another room is another page. */
export function RoomPage({ community, space, tools, closed }: RoomPageProps) {
  const { t, refusal } = useText()
  const scroll = useScroll()
  const room = useRoom(community, space.id, scroll.around)
  const outbox = useOutbox(community, space.id)
  const composer = useRef<ComposerHandle>(null)

  const body = (): ReactNode => {
    if (room.refusal) return <Empty title={t('room.goneTitle')}>{refusal(room.refusal)}</Empty>
    if (!room.ready) return <Loader size="sm" className={classes.wait} aria-label={t('common.loading')} />
    if (room.rows.list.length > 0) return <MessageList room={room} scroll={scroll} name={space.name} />
    return (
      <Empty
        icon={<IconMessageCircle size={28} aria-hidden="true" />}
        title={t('room.emptyTitle')}
        action={!closed && <Button onClick={() => composer.current?.focus()}>{t('room.write')}</Button>}
      >
        {t('room.empty')}
      </Empty>
    )
  }

  return (
    <section className={classes.room} aria-label={space.name}>
      <Bar icon={<IconHash size={19} />} title={space.name} subtitle={space.topic}>
        {tools}
      </Bar>
      <div className={classes.body}>{body()}</div>
      <Unsent
        items={outbox.items}
        onRetry={outbox.retry}
        onEdit={(item) => {
          outbox.take(item)
          composer.current?.putBack(item.text)
        }}
      />
      {closed ?? (
        <Composer
          ref={composer}
          room={space.id}
          placeholder={t('room.placeholder', { name: `#${space.name}` })}
          onSend={(text) => {
            outbox.send(text)
            void room.present().then(scroll.toEnd)
          }}
        />
      )}
    </section>
  )
}
