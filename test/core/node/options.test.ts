import { describe, expect, it } from 'vitest'
import { readOptions } from '../../../core/node/cli/options.ts'

describe('the command line', () => {
  it('opens the browser and looks for members when nothing is said', () => {
    expect(readOptions([])).toEqual({
      ...{ screens: 'browser', discovery: true, passphrase: false },
      ...{ keeper: false, newLink: false, join: false, helpConnect: false },
    })
  })

  it('takes values after a space or an equals sign', () => {
    expect(readOptions(['--profile', '/p', '--port=8080', '--listen', '[::]:4001'])).toMatchObject({
      profile: '/p',
      port: 8080,
      listen: { host: '::', port: 4001 },
    })
    expect(readOptions(['--listen=0.0.0.0:4001', '--no-discovery', '--passphrase'])).toMatchObject({
      listen: { host: '0.0.0.0', port: 4001 },
      discovery: false,
      passphrase: true,
    })
  })

  it('takes sizes as disks are sold', () => {
    const budget = (size: string) => readOptions(['--keeper', `--budget=${size}`])
    expect(budget('2GB')).toMatchObject({ keeper: true, budget: 2_000_000_000 })
    expect(budget('500mb')).toMatchObject({ budget: 500_000_000 })
  })

  it('lets --browser stand beside what says more', () => {
    expect(readOptions(['--browser', '--print-url'])).toMatchObject({ screens: 'print-url' })
    expect(readOptions(['--headless', '--browser'])).toMatchObject({ screens: 'headless' })
  })

  it.each([
    [['--colour'], 'There is no option --colour. `--help` lists those there are.'],
    [['constructor'], 'There is no option constructor. `--help` lists those there are.'],
    [['--profile'], '--profile needs a value: a folder.'],
    [['--profile', '--headless'], '--profile needs a value: a folder.'],
    [['--headless=yes'], '--headless takes no value.'],
    [['--port', '0'], '0 is not a port; ports are whole numbers from 1 to 65535.'],
    [['--port', '65536'], '65536 is not a port; ports are whole numbers from 1 to 65535.'],
    [['--listen', '4001'], '4001 is not of the form HOST:PORT, such as 0.0.0.0:4001 or [::]:4001.'],
    [['--headless', '--print-url'], '--headless and --print-url cannot be used together.'],
    [['--headless', '--port', '80'], '--headless and --port cannot be used together.'],
    [['--join'], '--join needs --headless.'],
    [['--budget', '2GB'], '--budget needs --keeper.'],
    [['--keeper', '--budget', '1kB'], '1kB is not a size, such as 500MB or 2GB.'],
    [['--keeper', '--budget', 'much'], 'much is not a size, such as 500MB or 2GB.'],
    [['--keeper', '--headless', '--join'], '--keeper and --join cannot be used together.'],
    [['--keeper', '--passphrase'], '--keeper and --passphrase cannot be used together.'],
    [['--headless', '--join', '--join-file', 'f'], '--join and --join-file cannot be used together.'],
  ])('%j is refused in one sentence', (args, sentence) => {
    expect(() => readOptions(args)).toThrow(sentence)
  })

  it('gives help whatever else is said', () => {
    expect(readOptions(['--colour', '--help'])).toBe('help')
    expect(readOptions(['--version'])).toBe('version')
  })
})
