import { describe, expect, it } from 'vitest'
import { defaultProfileFolder } from '../../../core/shared/index.ts'

describe('where a profile lies that nobody named', () => {
  it.each([
    ['linux', {}, '/home/ada', '/home/ada/.local/share/folkmoot'],
    ['linux', { XDG_DATA_HOME: '/data/' }, '/home/ada', '/data/folkmoot'],
    ['linux', { XDG_DATA_HOME: '' }, '/home/ada', '/home/ada/.local/share/folkmoot'],
    ['linux', { XDG_DATA_HOME: 'data' }, '/home/ada', '/home/ada/.local/share/folkmoot'],
    ['freebsd', { APPDATA: 'x' }, '/home/ada', '/home/ada/.local/share/folkmoot'],
    ['darwin', { XDG_DATA_HOME: '/data' }, '/Users/ada', '/Users/ada/Library/Application Support/Folkmoot'],
    ['win32', { APPDATA: 'D:\\Roaming' }, 'C:\\Users\\Ada', 'D:\\Roaming\\Folkmoot'],
    ['win32', {}, 'C:\\Users\\Ada', 'C:\\Users\\Ada\\AppData\\Roaming\\Folkmoot'],
  ])('%s %j %s: %s', (platform, env, home, folder) => expect(defaultProfileFolder(platform, env, home)).toBe(folder))
})
