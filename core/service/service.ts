/** The contract's handlers over the communities of one profile. */
import type { Stoppable } from '../shared/index.ts'
import { archivesArea } from './areas/archives.ts'
import { boardsArea } from './areas/boards.ts'
import { Attention } from './areas/attention.ts'
import { bundlesArea } from './areas/bundles.ts'
import { communitiesArea } from './areas/communities.ts'
import { Attendance } from './areas/attendance.ts'
import type { Desk } from './areas/desk.ts'
import { devicesArea } from './areas/devices.ts'
import { directoryArea } from './areas/directory.ts'
import { filesArea } from './areas/files.ts'
import { picturesArea } from './areas/pictures.ts'
import { homeArea } from './areas/home.ts'
import { importsArea } from './areas/imports.ts'
import { inboxArea } from './areas/inbox.ts'
import { invitesArea } from './areas/invites.ts'
import { keepersArea } from './areas/keepers.ts'
import { networkArea } from './areas/network.ts'
import { membersArea } from './areas/members.ts'
import { presenceArea } from './areas/presence.ts'
import { profileArea } from './areas/profile.ts'
import { roomsArea } from './areas/rooms.ts'
import { searchArea } from './areas/search.ts'
import { spacesArea } from './areas/spaces.ts'
import { syncArea } from './areas/sync.ts'
import { Archives } from './communities/archives/archives.ts'
import { Uploads } from './communities/files/uploads.ts'
import { Imports } from './communities/importing/imports.ts'
import { Communities } from './communities/index.ts'
import { SearchFilling } from './search/filling.ts'
import type { ServiceOptions } from './ports.ts'

export interface Service extends Stoppable {
  /** Answers the whole contract but `host`. */
  readonly router: ReturnType<typeof routerOf>
  /** Opens the communities of the profile and begins to carry them. */
  start(): void
}

export function createService(options: ServiceOptions): Service {
  const communities = new Communities(options)
  const desk: Desk = { options, clock: options.clock, communities }
  const attendance = new Attendance(desk)
  const attention = new Attention(desk)
  const filling = new SearchFilling(desk)
  const archives = new Archives(desk)
  const imports = new Imports(desk)
  const uploads = new Uploads(desk)
  return {
    router: routerOf(desk, attendance, attention, { archives, imports, uploads }),
    start: () => {
      communities.start()
      attendance.start()
      filling.start()
      attention.start()
    },
    stop: async () => {
      await attendance.stop()
      await filling.stop()
      await attention.stop()
      await archives.stop()
      await imports.stop()
      await uploads.stop()
      await communities.stop()
    },
  }
}

/** Files that screens hand over. */
interface Handed {
  readonly archives: Archives
  readonly imports: Imports
  readonly uploads: Uploads
}

function routerOf(desk: Desk, attendance: Attendance, attention: Attention, { archives, imports, uploads }: Handed) {
  return {
    profile: profileArea(desk),
    communities: communitiesArea(desk),
    invites: invitesArea(desk),
    home: homeArea(desk),
    spaces: spacesArea(desk),
    rooms: roomsArea(desk, uploads),
    files: filesArea(desk, uploads),
    boards: boardsArea(desk),
    members: membersArea(desk),
    directory: directoryArea(desk, attention),
    pictures: picturesArea(desk),
    devices: devicesArea(desk),
    search: searchArea(desk),
    sync: syncArea(desk),
    network: networkArea(desk),
    keepers: keepersArea(desk),
    inbox: inboxArea(desk, attention),
    presence: presenceArea(desk, attendance),
    bundles: bundlesArea(desk),
    archives: archivesArea(desk, archives),
    imports: importsArea(imports),
  }
}
