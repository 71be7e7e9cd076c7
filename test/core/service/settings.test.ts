import { expect, it } from 'vitest'
import { oneService } from '../../support/one-service.ts'
import { temporaryFolder } from '../../support/surroundings.ts'

it('settings of the screens fall back one by one where what was kept is spoilt or of another release', async () => {
  using folder = temporaryFolder()
  const { client, profile, stop } = await oneService(folder.path)
  const settings = async () => {
    for await (const each of await client.profile.watchSettings()) return each
    return undefined
  }
  const standard = {
    theme: 'system',
    density: 'comfy',
    language: '',
    contextPane: true,
    skinTone: 'none',
    recentEmoji: [],
  }
  for (const kept of [null, 7, [], 'x', {}]) {
    profile.settings.set('screens', kept)
    expect(await settings()).toEqual(standard)
  }
  profile.settings.set('screens', {
    theme: 'plaid',
    density: 'compact',
    language: 5,
    contextPane: 'no',
    skinTone: 'green',
    recentEmoji: ['👍', 'no emoji'],
    more: { a: 1 },
  })
  expect(await settings()).toEqual({ ...standard, density: 'compact' })
  await client.profile.changeSettings({ theme: 'dark', recentEmoji: ['👍', '🌱'] })
  const now = { ...standard, density: 'compact', theme: 'dark', recentEmoji: ['👍', '🌱'] }
  expect(profile.settings.get('screens')).toEqual(now)
  await expect(client.profile.changeSettings({ recentEmoji: ['not one'] })).rejects.toThrow()
  expect(await settings()).toEqual(now)
  await stop()
})
