/** Members, decisions, invites and what a community asks for: every state, with how to get there. */
import type { Page } from 'playwright-core'
import type { Scene } from '../support/sketch/core.ts'
import { communityOf, idOf } from '../support/sketch/people.ts'
import type { Shown } from './shown.ts'

const garden = `/c/${communityOf('Garden Commons')}`
const about = (name: string): string => `${garden}/members/${idOf(name)}`
const owner = { membership: { role: 'owner', full: true, care: true } } as const satisfies Scene
const de = { ...owner, settings: { language: 'de' } } as const
const ar = { ...owner, settings: { language: 'ar' } } as const
const dialog = (name: string | RegExp) => async (page: Page) => {
  await page.getByRole('button', { name }).first().click()
  await page.getByRole('dialog').last().getByRole('button', { name: 'Close' }).waitFor()
}
const asked = (page: Page) => page.getByRole('heading', { name: 'Safety number' }).waitFor()

export const memberScenes: readonly Shown[] = [
  { name: 'members', at: `${garden}/members`, scene: owner },
  { name: 'members of 400 px', at: `${garden}/members`, scene: owner, width: 400 },
  { name: 'members of 400 px, Arabic', at: `${garden}/members`, scene: ar, width: 400 },
  { name: 'members, a thousand', at: `${garden}/members`, scene: { membership: { crowd: 1000 } } },
  { name: 'members, alone', at: `${garden}/members`, scene: { one: true, membership: { alone: true, role: 'owner' } } },
  { name: 'members, refused', at: `${garden}/members`, scene: { membership: { broken: true } } },
  {
    name: 'members, nobody found',
    at: `${garden}/members`,
    async act(page) {
      await page.getByRole('textbox', { name: 'Find a member' }).fill('Zacharias')
      await page.getByText('Nobody is called that.').waitFor()
    },
  },
  { name: 'a member', at: about('Emre'), scene: owner, act: asked },
  { name: 'a member, Arabic', at: about('Emre'), scene: ar },
  { name: 'a member, German, over the list', at: about('Emre'), scene: de, width: 900 },
  { name: 'a member of 400 px', at: about('Emre'), scene: owner, width: 400, act: asked },
  { name: 'a member who looks like another', at: about('Ｂｒａｍ'), scene: owner, act: asked },
  { name: 'a member who waits', at: about('Ingrid'), scene: owner, act: asked },
  { name: 'a member who was removed', at: about('Joschka'), scene: owner, act: asked },
  { name: 'a member who is not known', at: about('Nobody'), scene: owner },
  {
    name: 'myself, who was here before',
    at: about('Bram'),
    scene: owner,
    act: (page) => page.getByText('Were you here before?').waitFor(),
  },
  { name: 'giving a role', at: about('Emre'), scene: owner, act: dialog('Make a second owner') },
  { name: 'removing', at: about('Emre'), scene: owner, act: dialog('Remove from the community') },
  { name: 'removing on 400 px', at: about('Emre'), scene: owner, width: 400, act: dialog('Remove from the community') },
  {
    name: 'a removal that waits',
    at: about('Emre'),
    scene: { membership: { role: 'moderator', waits: true } },
    async act(page) {
      await dialog('Remove from the community')(page)
      await page.getByRole('button', { name: 'Remove Emre' }).click()
      await page.getByText('Not removed yet').waitFor()
    },
  },
  {
    name: 'a removal that is refused',
    at: about('Emre'),
    scene: { membership: { role: 'moderator', refuse: true } },
    async act(page) {
      await dialog('Remove from the community')(page)
      await page.getByRole('button', { name: 'Remove Emre' }).click()
      await page.getByRole('alert').waitFor()
    },
  },
  { name: 'overturning', at: about('Joschka'), scene: owner, act: dialog('Overturn the removal') },
  { name: 'decisions', at: `${garden}/decisions`, scene: owner },
  { name: 'decisions of 400 px', at: `${garden}/decisions`, scene: owner, width: 400 },
  { name: 'decisions, Arabic', at: `${garden}/decisions`, scene: ar },
  { name: 'decisions, for a member', at: `${garden}/decisions`, scene: { membership: { full: true, crowd: 400 } } },
  { name: 'decisions, refused', at: `${garden}/decisions`, scene: { membership: { broken: true } } },
  { name: 'signing', at: `${garden}/decisions`, scene: owner, act: dialog(/^Sign/) },
  { name: 'invites', at: `${garden}/invites`, scene: owner },
  { name: 'invites of 400 px, German', at: `${garden}/invites`, scene: de, width: 400 },
  { name: 'invites, Arabic', at: `${garden}/invites`, scene: ar },
  { name: 'invites, none', at: `${garden}/invites` },
  { name: 'invites, refused', at: `${garden}/invites`, scene: { membership: { broken: true } } },
  { name: 'an invite again', at: `${garden}/invites`, scene: owner, act: dialog('Show the link') },
  { name: 'ending an invite', at: `${garden}/invites`, scene: owner, act: dialog('End it: Made by you') },
  {
    name: 'inviting into a large community',
    at: `${garden}/invites`,
    scene: { membership: { role: 'owner', crowd: 30 } },
    act: dialog('Make an invite'),
  },
  {
    name: 'all that is asked of me',
    at: garden,
    scene: owner,
    act: (page) => page.getByRole('button', { name: 'more notices' }).click(),
  },
  { name: 'asked of me, Arabic', at: garden, scene: ar },
  { name: 'removed', at: `/c/${communityOf('Allotment watch')}` },
  { name: 'waiting to be let in', at: `/c/${communityOf('Reading circle')}` },
  { name: 'waiting to be let in, Arabic', at: `/c/${communityOf('Reading circle')}`, scene: ar, width: 400 },
]
