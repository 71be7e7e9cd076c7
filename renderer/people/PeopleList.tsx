/** Everybody who was asked for, as a long list of which only what is near the view is drawn. */
import { useMemo } from 'react'
import { Virtualizer } from 'virtua'
import { useText } from '../i18n/index.ts'
import type { CommunityId, MemberId, PersonView } from '../session/index.ts'
import { useRoving } from '../ui/index.ts'
import type { Around } from './find.ts'
import classes from './list.module.css'
import { PersonRow } from './PersonRow.tsx'

interface PeopleListProps {
  readonly community: CommunityId
  readonly people: readonly PersonView[]
  readonly around: Around
  readonly open: MemberId | undefined
}

export function PeopleList({ community, people, around, open }: PeopleListProps) {
  const { t } = useText()
  const lines = useMemo(() => people.map((person) => ({ kind: 'member', key: person.id, person })), [people])
  const { box, list, stop, kept, onKeyDown, onStop } = useRoving(lines, open)
  return (
    <section ref={box} className={classes.scroll} aria-label={t('directory.list')} data-region="main">
      <Virtualizer
        ref={list}
        scrollRef={box}
        data={lines}
        as="ul"
        item="li"
        bufferSize={400}
        itemSize={84}
        keepMounted={kept}
      >
        {({ key, person }) => (
          <PersonRow
            key={key}
            community={community}
            person={person}
            online={around.online.has(person.id)}
            now={around.now}
            stop={key === stop}
            open={key === open}
            onStop={onStop}
            onKeyDown={onKeyDown}
          />
        )}
      </Virtualizer>
    </section>
  )
}
