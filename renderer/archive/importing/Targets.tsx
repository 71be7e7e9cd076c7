/** Which rooms of an export come, and where each goes. */
import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useText } from '../../i18n/index.ts'
import { LIMITS, useSpaces, type CommunityId, type SpaceId } from '../../session/index.ts'
import archive from '../archive.module.css'
import type { Goal, Goals, PlannedRoom } from './goals.ts'
import classes from './importing.module.css'

interface TargetsProps {
  readonly community: CommunityId
  readonly rooms: readonly PlannedRoom[]
  readonly goals: Goals
  readonly onGoals: (goals: Goals) => void
}

export function Targets({ community, rooms, goals, onGoals }: TargetsProps) {
  const { t, format } = useText()
  const spaces = useSpaces(community).value ?? []
  const change = (room: PlannedRoom, goal: Goal): void => onGoals(new Map([...goals, [room.id, goal]]))
  return (
    <section className={archive.card} aria-labelledby="import-goals">
      <h2 id="import-goals" className={archive.title}>
        {t('imports.where')}
      </h2>
      <ul className={archive.list}>
        {rooms.map((room) => {
          const goal = goals.get(room.id)
          if (!goal) return undefined
          const alike = spaces.filter(({ kind, archived }) => kind === room.kind && !archived)
          const about = [t('imports.countOf', { count: format.number(room.messages) })]
          if (room.private) about.push(t('imports.private'))
          return (
            <li key={room.id} className={classes.room}>
              <Checkbox
                checked={goal.on}
                aria-label={t('imports.pick', { name: room.name })}
                label={<bdi>{room.name}</bdi>}
                description={format.list(about)}
                onChange={(event) => change(room, { ...goal, on: event.currentTarget.checked })}
              />
              {goal.on && (
                <div className={classes.target}>
                  <NativeSelect
                    aria-label={t('imports.target', { name: room.name })}
                    value={goal.space ?? ''}
                    data={[
                      { value: '', label: t('imports.fresh') },
                      ...alike.map(({ id, name }) => ({ value: id, label: name })),
                    ]}
                    onChange={(event) => {
                      const chosen = event.currentTarget.value
                      change(room, { ...goal, space: chosen === '' ? undefined : (chosen as SpaceId) })
                    }}
                  />
                  {goal.space === undefined && (
                    <TextInput
                      aria-label={t(room.kind === 'board' ? 'imports.newBoard' : 'imports.newName')}
                      value={goal.name}
                      maxLength={LIMITS.spaceNameChars}
                      onChange={(event) => change(room, { ...goal, name: event.currentTarget.value })}
                    />
                  )}
                </div>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
