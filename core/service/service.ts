/** The contract's handlers over the communities of one profile. */
import type { Stoppable } from '../shared/index.ts'
import { bundlesArea } from './areas/bundles.ts'
import { communitiesArea } from './areas/communities.ts'
import type { Desk } from './areas/desk.ts'
import { devicesArea } from './areas/devices.ts'
import { invitesArea } from './areas/invites.ts'
import { membersArea } from './areas/members.ts'
import { profileArea } from './areas/profile.ts'
import { roomsArea } from './areas/rooms.ts'
import { spacesArea } from './areas/spaces.ts'
import { syncArea } from './areas/sync.ts'
import { Communities } from './communities/index.ts'
import type { ServiceOptions } from './ports.ts'

export interface Service extends Stoppable {
  /** Answers the whole contract but `host`. */
  readonly router: ReturnType<typeof routerOf>
  /** Opens the communities of the profile and begins to carry them. */
  start(): void
}

export function createService(options: ServiceOptions): Service {
  const communities = new Communities(options)
  return {
    router: routerOf({ options, clock: options.clock, communities }),
    start: () => communities.start(),
    stop: () => communities.stop(),
  }
}

function routerOf(desk: Desk) {
  return {
    profile: profileArea(desk),
    communities: communitiesArea(desk),
    invites: invitesArea(desk),
    spaces: spacesArea(desk),
    rooms: roomsArea(desk),
    members: membersArea(desk),
    devices: devicesArea(desk),
    sync: syncArea(desk),
    bundles: bundlesArea(desk),
  }
}
