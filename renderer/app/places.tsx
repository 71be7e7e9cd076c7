/** The addresses of all places. In the fragment, so that app:// and loopback serve one file for all of them. */
import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
  useNavigate,
  useRouter,
} from '@tanstack/react-router'
import { useMemo, type ReactNode } from 'react'
import { NavigatorProvider, type Navigator, type Place } from '../session/index.ts'
import { ArchivesScreen } from './archive-screens.tsx'
import { Crashed } from './CrashScreen.tsx'
import {
  AboutScreen,
  DecisionsScreen,
  DevicesScreen,
  ExportScreen,
  HomeScreen,
  InvitesScreen,
  MembersScreen,
  PeopleScreen,
} from './people-screens.tsx'
import {
  AddScreen,
  CommunityScreen,
  CreateScreen,
  InboxScreen,
  JoinScreen,
  NotFoundScreen,
  SearchScreen,
  SettingsScreen,
  StartScreen,
} from './screens.tsx'
import { Shell } from './Shell.tsx'
import { targetState } from './target.ts'

const root = createRootRoute({
  component: () => (
    <WithNavigator>
      <Shell />
    </WithNavigator>
  ),
  notFoundComponent: NotFoundScreen,
  errorComponent: Crashed,
})
const start = createRoute({ getParentRoute: () => root, path: '/', component: StartScreen })
const add = createRoute({ getParentRoute: () => root, path: '/add', component: AddScreen })
const join = createRoute({ getParentRoute: () => root, path: '/join', component: JoinScreen })
const inbox = createRoute({ getParentRoute: () => root, path: '/inbox', component: InboxScreen })
const create = createRoute({ getParentRoute: () => root, path: '/create', component: CreateScreen })
const settings = createRoute({ getParentRoute: () => root, path: '/settings', component: SettingsScreen })
const community = createRoute({ getParentRoute: () => root, path: '/c/$community', component: CommunityScreen })
const room = createRoute({ getParentRoute: () => root, path: '/c/$community/$space', component: CommunityScreen })
const topic = createRoute({
  getParentRoute: () => root,
  path: '/c/$community/$space/$topic',
  component: CommunityScreen,
})
const members = createRoute({ getParentRoute: () => root, path: '/c/$community/members', component: MembersScreen })
// Without a screen of its own: the list of members stays as it is while one after the other is looked at.
const member = createRoute({ getParentRoute: () => members, path: '$member', component: () => null })
const people = createRoute({ getParentRoute: () => root, path: '/c/$community/people', component: PeopleScreen })
const person = createRoute({ getParentRoute: () => people, path: '$member', component: () => null })
const home = createRoute({ getParentRoute: () => root, path: '/c/$community/home', component: HomeScreen })
const about = createRoute({ getParentRoute: () => root, path: '/c/$community/about', component: AboutScreen })
const invites = createRoute({ getParentRoute: () => root, path: '/c/$community/invites', component: InvitesScreen })
const decisions = createRoute({
  getParentRoute: () => root,
  path: '/c/$community/decisions',
  component: DecisionsScreen,
})
const devices = createRoute({ getParentRoute: () => root, path: '/c/$community/devices', component: DevicesScreen })

const archives = createRoute({ getParentRoute: () => root, path: '/archives', component: ArchivesScreen })
const archive = createRoute({ getParentRoute: () => root, path: '/c/$community/archive', component: ExportScreen })

const search = createRoute({ getParentRoute: () => root, path: '/search', component: SearchScreen })
const searchIn = createRoute({ getParentRoute: () => root, path: '/c/$community/search', component: SearchScreen })

const router = createRouter({
  routeTree: root.addChildren([
    start,
    inbox,
    add,
    join,
    create,
    settings,
    community,
    room,
    topic,
    members.addChildren([member]),
    people.addChildren([person]),
    home,
    about,
    invites,
    decisions,
    devices,
    archives,
    archive,
    search,
    searchIn,
  ]),
  history: createHashHistory(),
  defaultErrorComponent: Crashed,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

export function Places() {
  return <RouterProvider router={router} />
}

function addressOf(place: Place): string {
  switch (place.at) {
    case 'start':
      return '/'
    case 'search':
      return place.community ? `/c/${place.community}/search` : '/search'
    case 'community':
      return `/c/${place.community}`
    case 'room':
      return `/c/${place.community}/${place.space}`
    case 'topic':
      return `/c/${place.community}/${place.space}/${place.topic}`
    case 'members':
    case 'people':
      return `/c/${place.community}/${place.at}${place.member === undefined ? '' : `/${place.member}`}`
    case 'home':
    case 'about':
    case 'invites':
    case 'decisions':
    case 'devices':
    case 'archive':
      return `/c/${place.community}/${place.at}`
    case 'inbox':
    case 'add':
    case 'join':
    case 'create':
    case 'settings':
    case 'archives':
      return `/${place.at}`
  }
}

function WithNavigator({ children }: { children: ReactNode }) {
  const navigate = useNavigate()
  const { history } = useRouter()
  const navigator = useMemo<Navigator>(
    () => ({
      go: (place, instead = false) => void navigate({ to: addressOf(place), replace: instead, ...targetState(place) }),
      back: () => (history.canGoBack() ? history.back() : void navigate({ to: '/' })),
      href: (place) => `#${addressOf(place)}`,
    }),
    [navigate, history],
  )
  return <NavigatorProvider value={navigator}>{children}</NavigatorProvider>
}
