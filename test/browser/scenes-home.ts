/** States of Home: full, empty, one kind, narrow, right to left. */
import { communityOf } from '../support/sketch/people.ts'
import type { Shown } from './shown.ts'

const home = `/c/${communityOf('Garden Commons')}/home`

export const homeScenes: readonly Shown[] = [
  { name: 'home', at: home },
  { name: 'home, narrow', at: home, width: 400 },
  { name: 'home, people', at: home, act: async (page) => page.getByText('People and rooms').click() },
  { name: 'home, pinned: none', at: home, act: async (page) => page.getByText('Pinned').click() },
  { name: 'home, right to left', at: home, scene: { settings: { language: 'ar' } } },
]
