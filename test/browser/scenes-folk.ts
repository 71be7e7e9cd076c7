/** The directory, what members tell of themselves, one's own profile, and a newcomer's first steps: every state, with how to get there. */
import type { Page } from 'playwright-core'
import type { Scene } from '../support/sketch/core.ts'
import { communityOf, idOf } from '../support/sketch/people.ts'
import type { Shown } from './shown.ts'

const garden = `/c/${communityOf('Garden Commons')}`
const people = `${garden}/people`
const about = (name: string): string => `${people}/${idOf(name)}`
const told = { folk: { told: true } } as const satisfies Scene
const ar = { ...told, settings: { language: 'ar' } } as const
const de = { ...told, settings: { language: 'de' } } as const
const listed = (page: Page) => page.getByRole('link', { name: /^Ada/ }).first().waitFor()
const save = async (page: Page) => {
  await page.getByRole('textbox', { name: 'Pronouns' }).fill('they')
  await page.getByRole('button', { name: 'Save' }).click()
}

export const folkScenes: readonly Shown[] = [
  { name: 'people', at: people, scene: told, act: listed },
  { name: 'people who told nothing', at: people, act: listed },
  { name: 'people of 400 px', at: people, scene: told, width: 400, act: listed },
  { name: 'people of 400 px, Arabic', at: people, scene: ar, width: 400 },
  { name: 'people, German', at: people, scene: de },
  { name: 'people, a thousand', at: people, scene: { ...told, membership: { crowd: 1000 } }, act: listed },
  { name: 'people, refused', at: people, scene: { folk: { broken: true } } },
  {
    name: 'people who fit',
    at: people,
    scene: told,
    async act(page) {
      await listed(page)
      await page.getByText('Fitting you').click()
      await page.getByText('Offers what you seek').first().waitFor()
    },
  },
  {
    name: 'people, nobody fits',
    at: people,
    async act(page) {
      await listed(page)
      await page.getByText('Fitting you').click()
      await page.getByText('Nobody fits yet').waitFor()
    },
  },
  {
    name: 'people by skill',
    at: people,
    scene: told,
    async act(page) {
      await listed(page)
      await page.getByRole('combobox', { name: 'Skill' }).click()
      await page.getByRole('option', { name: 'Carpentry' }).waitFor()
    },
  },
  {
    name: 'people, what is coming up',
    at: people,
    scene: told,
    async act(page) {
      await listed(page)
      await page.getByText('Coming up').click()
      await page.getByText('has their birthday').first().waitFor()
    },
  },
  {
    name: 'somebody in full',
    at: about('Ada'),
    scene: told,
    act: (page) => page.getByRole('button', { name: /^You vouch/ }).waitFor(),
  },
  { name: 'somebody in full on 400 px', at: about('Ada'), scene: told, width: 400 },
  { name: 'somebody in full, over the list, Arabic', at: about('Ada'), scene: ar, width: 900 },
  {
    name: 'somebody with a long name in full',
    at: about('Ole Gunnar Kristoffersen-Hagelund von der Wiesenmühle'),
    scene: told,
  },
  { name: 'somebody who writes from right to left', at: about('ليلى حداد'), scene: told },
  { name: 'somebody who told nothing', at: about('Fatou'), scene: told },
  { name: 'somebody who is not known here', at: about('Nobody'), scene: told },
  { name: 'a member who told of herself', at: `${garden}/members/${idOf('Ada')}`, scene: told },
  { name: 'myself, as others see me', at: about('Bram'), scene: told },
  {
    name: 'my profile',
    at: `${garden}/about`,
    scene: told,
    act: (page) => page.getByRole('textbox', { name: 'Name' }).waitFor(),
  },
  { name: 'my profile on 400 px', at: `${garden}/about`, scene: told, width: 400 },
  { name: 'my profile, Arabic', at: `${garden}/about`, scene: ar },
  { name: 'my profile, empty', at: `${garden}/about` },
  {
    name: 'my profile, refused',
    at: `${garden}/about`,
    scene: { folk: { told: true, refuse: 'bio' } },
    async act(page) {
      await save(page)
      await page.getByText('Not saved yet').waitFor()
    },
  },
  {
    name: 'my profile, with a birthday by half and a year that is none',
    at: `${garden}/about`,
    scene: { folk: {} },
    async act(page) {
      await page.getByRole('button', { name: 'Add a line' }).click()
      await page.getByRole('textbox', { name: 'What', exact: true }).fill('Baker')
      await page.getByRole('textbox', { name: 'From year' }).fill('last')
      await page.getByRole('combobox', { name: 'Month' }).click()
      await page.getByRole('option', { name: 'May' }).click()
      await save(page)
      await page.getByText('Not saved yet').waitFor()
    },
  },
  {
    name: 'first steps',
    at: garden,
    scene: { folk: { welcome: 0 } },
    async act(page) {
      await page.getByRole('button', { name: 'Say hello' }).click()
      await page.getByText('One line is enough').waitFor()
    },
  },
  { name: 'first steps on 400 px', at: garden, width: 400, scene: { folk: { welcome: 1 } } },
  {
    name: 'first steps on 400 px, Arabic',
    at: garden,
    width: 400,
    scene: { folk: { welcome: 2 }, settings: { language: 'ar' } },
  },
]
