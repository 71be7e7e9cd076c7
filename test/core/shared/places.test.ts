import { describe, expect, it } from 'vitest'
import { defaultProfileFolder } from '../../../core/shared/index.ts'

describe('where a profile lies that nobody named', () => {
  it.each([
    ['linux', {}, '/homes/ada', '/homes/ada/.local/share/folkmoot'],
    ['linux', { XDG_DATA_HOME: '/data/' }, '/homes/ada', '/data/folkmoot'],
    ['linux', { XDG_DATA_HOME: '' }, '/homes/ada', '/homes/ada/.local/share/folkmoot'],
    ['linux', { XDG_DATA_HOME: 'data' }, '/homes/ada', '/homes/ada/.local/share/folkmoot'],
    ['freebsd', { APPDATA: 'x' }, '/homes/ada', '/homes/ada/.local/share/folkmoot'],
    ['darwin', { XDG_DATA_HOME: '/data' }, '/Homes/ada', '/Homes/ada/Library/Application Support/Folkmoot'],
    ['win32', { APPDATA: 'D:\\Roaming' }, 'C:\\Homes\\Ada', 'D:\\Roaming\\Folkmoot'],
    ['win32', {}, 'C:\\Homes\\Ada', 'C:\\Homes\\Ada\\AppData\\Roaming\\Folkmoot'],
  ])('%s %j %s: %s', (platform, env, home, folder) => expect(defaultProfileFolder(platform, env, home)).toBe(folder))
})
