/** Where the rooms of an export go, as the person chooses it. */
import type { CommunityId, ImportGoal, ImportPlanView, SpaceId } from '../../session/index.ts'

export interface Goal {
  readonly on: boolean
  /** A space here, or nothing for a new one of this name. */
  readonly space: SpaceId | undefined
  readonly name: string
}

export type Goals = ReadonlyMap<string, Goal>
export type PlannedRoom = ImportPlanView['rooms'][number]

/** What was private there stays out, and so does what is empty. */
export function firstGoals({ rooms }: ImportPlanView): Goals {
  return new Map(
    rooms.map((room) => [room.id, { on: !room.private && room.messages > 0, space: undefined, name: room.name }]),
  )
}

export function chosenGoals(goals: Goals): ImportGoal[] {
  return [...goals]
    .filter(([, { on }]) => on)
    .map(([room, { space, name }]) => ({ room, to: space ? { space } : { name: name.trim() } }))
}

/** The community the goals are in, and whether something is to be done. */
export const isReady = (community: CommunityId | undefined, goals: Goals): boolean =>
  community !== undefined &&
  [...goals.values()].some(({ on }) => on) &&
  [...goals.values()].every(({ on, space, name }) => !on || space !== undefined || name.trim() !== '')
