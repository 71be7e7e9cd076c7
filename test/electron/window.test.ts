/** The built app in the real Electron, where there is one: what no stand-in can show. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { _electron } from 'playwright-core'
import { expect, it } from 'vitest'
import { folder, root } from './support.ts'

/** Electron's program, or why it cannot be run here. Never loads the `electron` package: that downloads. */
function found(): { readonly path: string } | { readonly reason: string } {
  const home = join(root, 'node_modules/electron')
  if (!existsSync(join(home, 'path.txt'))) return { reason: 'the Electron binary is not installed' }
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(home, 'dist')
  const path = join(dist, readFileSync(join(home, 'path.txt'), 'utf8').trim())
  if (!existsSync(path)) return { reason: 'the Electron binary is not there' }
  if (process.platform !== 'linux') return { path }
  if (process.getuid?.() === 0) return { reason: 'Electron does not run as root' }
  const display = process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']
  return display ? { path } : { reason: 'there is no display' }
}

it('opens the screens sandboxed, speaks to core, and quits without a trace', { timeout: 60_000 }, async ({ skip }) => {
  const electron = found()
  if ('reason' in electron) return skip(`NO ELECTRON TEST: ${electron.reason}`)
  const profile = join(folder(), 'profile')
  const app = await _electron.launch({
    executablePath: electron.path,
    args: [root, '--profile', profile],
    env: { ...process.env, FOLKMOOT_NETWORK: 'loopback' },
    timeout: 30_000,
  })
  try {
    const page = await app.firstWindow()
    await page.waitForSelector('#root > *')
    expect(page.url()).toBe('app://folkmoot/')
    const inside = await page.evaluate(`(async () => ({
      origin: location.origin,
      node: typeof require + typeof process,
      opened: window.open('about:blank') === null,
      network: await fetch('https://example.org/').then(() => 'reached', () => 'refused'),
      outside: await fetch('/..%2f..%2fpackage.json').then(({ status }) => status),
      place: (await navigator.permissions.query({ name: 'geolocation' })).state,
    }))()`)
    expect(inside).toEqual({
      origin: 'app://folkmoot',
      node: 'undefinedundefined',
      opened: true,
      network: 'refused',
      outside: 404,
      place: 'denied',
    })
    await page.evaluate(`location.href = 'https://example.org/'`)
    expect(page.url()).toBe('app://folkmoot/')
    expect(statSync(join(profile, 'key.sealed')).mode & 0o777).toBe(0o600)
    expect(await app.evaluate(({ app: main }) => main.getPath('userData'))).toBe(profile)
  } finally {
    await app.close()
  }
})
