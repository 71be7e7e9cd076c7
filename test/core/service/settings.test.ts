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
  const standard = { theme: 'system', density: 'comfy', language: '', contextPane: true }
  for (const kept of [null, 7, [], 'x', {}]) {
    profile.settings.set('screens', kept)
    expect(await settings()).toEqual(standard)
  }
  profile.settings.set('screens', {
    theme: 'plaid',
    density: 'compact',
    language: 5,
    contextPane: 'no',
    more: { a: 1 },
  })
  expect(await settings()).toEqual({ ...standard, density: 'compact' })
  await client.profile.changeSettings({ theme: 'dark' })
  expect(profile.settings.get('screens')).toEqual({ ...standard, density: 'compact', theme: 'dark' })
  await stop()
})
