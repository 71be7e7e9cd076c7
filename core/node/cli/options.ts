/** The command line, read. */
import { LIMITS } from '../../shared/index.ts'
import { cliErrors } from '../errors.ts'

export interface CliOptions {
  /** The profile's folder; the operating system's place for data unless told. */
  readonly profile?: string
  /** browser: opens it; print-url: prints the secret address alone; headless: no screens at all. */
  readonly screens: 'browser' | 'print-url' | 'headless'
  /** Port of the browser address; any free one unless told. */
  readonly port?: number
  /** Where peers may dial; port 0 is any free one. */
  readonly listen?: { readonly host: string; readonly port: number }
  readonly discovery: boolean
  readonly passphrase: boolean
  /** A blind keeper instead of a member's core. */
  readonly keeper: boolean
  /** Bytes a blind keeper keeps of each community. */
  readonly budget?: number
  /** Where a blind keeper can be dialled beside where it listens, such as a name that leads to it. */
  readonly address?: { readonly host: string; readonly port: number }
  /** A further link of a blind keeper. */
  readonly newLink: boolean
  /** Joins without screens: by a link that is asked for, or from a file. */
  readonly join: boolean
  readonly joinFile?: string
  /** Relays connections of members, from now on. */
  readonly helpConnect: boolean
}

export const usage = `folkmoot [options]

  --browser            open Folkmoot in your browser (the default)
  --print-url          print the address to open, with its one-time token, and open nothing
  --headless           run without screens: keeps your communities reachable
  --join               with --headless: asks for an invite or device link, or reads it from a pipe, and joins
  --join-file FILE     the same, from a file that only you can read
  --help-connect       with --headless: helps members connect over this device
  --keeper             keep sealed parcels of communities without being able to read them; prints a link for their owners
  --budget SIZE        with --keeper: how much to keep of each community, such as 2GB (1 GiB unless told)
  --address HOST:PORT  with --keeper: where it can be dialled besides, such as a name that leads to it
  --new-link           with --keeper: makes a link for one more community
  --profile DIR        keep everything in this folder instead of the usual one
  --port PORT          use this port of 127.0.0.1 for the browser address
  --listen HOST:PORT   let peers dial this address, such as 0.0.0.0:4001
  --no-discovery       do not look for members in the local network
  --passphrase         lock a new profile by a passphrase
  --help, --version    print this, or the version
`

type Values = { -readonly [Name in keyof CliOptions]: CliOptions[Name] }
type Flag = (values: Values) => void
type Valued = { readonly form: string; readonly take: (values: Values, value: string) => void }

const flags: Readonly<Record<string, Flag>> = {
  '--browser': (values) => choose(values, 'browser'),
  '--print-url': (values) => choose(values, 'print-url'),
  '--headless': (values) => choose(values, 'headless'),
  '--no-discovery': (values) => (values.discovery = false),
  '--passphrase': (values) => (values.passphrase = true),
  '--keeper': (values) => (values.keeper = true),
  '--new-link': (values) => (values.newLink = true),
  '--join': (values) => (values.join = true),
  '--help-connect': (values) => (values.helpConnect = true),
}

const valued: Readonly<Record<string, Valued>> = {
  '--profile': { form: 'a folder', take: (values, value) => (values.profile = value) },
  '--port': { form: 'a port', take: (values, value) => (values.port = portOf(value)) },
  '--budget': { form: 'a size', take: (values, value) => (values.budget = sizeOf(value)) },
  '--address': { form: 'HOST:PORT', take: (values, value) => (values.address = addressOf(value)) },
  '--join-file': { form: 'a file', take: (values, value) => (values.joinFile = value) },
  '--listen': { form: 'HOST:PORT', take: (values, value) => (values.listen = addressOf(value)) },
}

/** @throws cli/… for whatever a person may have typed wrong */
export function readOptions(args: readonly string[]): CliOptions | 'help' | 'version' {
  if (args.includes('--help')) return 'help'
  if (args.includes('--version')) return 'version'
  const values: Values = {
    ...{ screens: 'browser', discovery: true, passphrase: false },
    ...{ keeper: false, newLink: false, join: false, helpConnect: false },
  }
  const left = [...args]
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    const [option = '', inline] = arg.split(/=(.*)/s, 2)
    const flag = Object.hasOwn(flags, option) ? flags[option] : undefined
    const taker = Object.hasOwn(valued, option) ? valued[option] : undefined
    if (flag) {
      if (inline !== undefined) throw cliErrors('no-value', { details: { option } })
      flag(values)
    } else if (taker) {
      const value = inline ?? left.shift()
      if (value === undefined || value === '' || value.startsWith('--')) {
        throw cliErrors('needs-value', { details: { option, form: taker.form } })
      }
      taker.take(values, value)
    } else {
      throw cliErrors('unknown-option', { details: { option: arg } })
    }
  }
  if (values.screens === 'headless' && values.port !== undefined) throw cannotCombine('--headless', '--port')
  assertFitting(values)
  return values
}

/** What makes sense only together, or never does. */
function assertFitting(values: Values): void {
  const { keeper, budget, newLink, address, join, joinFile, helpConnect, screens, passphrase, port } = values
  const given = (option: string, isGiven: boolean): readonly string[] => (isGiven ? [option] : [])
  const member = [
    ...given('--join', join),
    ...given('--join-file', joinFile !== undefined),
    ...given('--help-connect', helpConnect),
  ]
  const [keeping] = [
    ...given('--budget', budget !== undefined),
    ...given('--new-link', newLink),
    ...given('--address', address !== undefined),
  ]
  if (join && joinFile !== undefined) throw cannotCombine('--join', '--join-file')
  if (!keeper) {
    if (keeping) throw cliErrors('needs-headless', { details: { option: keeping, other: '--keeper' } })
    if (member[0] && screens !== 'headless')
      throw cliErrors('needs-headless', { details: { option: member[0], other: '--headless' } })
    return
  }
  const [other] = [
    ...member,
    ...given('--passphrase', passphrase),
    ...given('--port', port !== undefined),
    ...given('--print-url', screens === 'print-url'),
  ]
  if (other) throw cannotCombine('--keeper', other)
}

/** `--browser` goes with all others: it says what is not Electron's window. */
function choose(values: Values, screens: CliOptions['screens']): void {
  if (screens === 'browser') return
  if (values.screens !== 'browser' && values.screens !== screens)
    throw cannotCombine(`--${values.screens}`, `--${screens}`)
  values.screens = screens
}

function cannotCombine(one: string, other: string): Error {
  return cliErrors('cannot-combine', { details: { one, other } })
}

function portOf(value: string): number {
  const port = /^[0-9]{1,5}$/.test(value) ? Number(value) : 0
  if (port < 1 || port > 65_535) throw cliErrors('bad-port', { details: { value } })
  return port
}

/** Bytes: thousands, as disks are sold. */
function sizeOf(value: string): number {
  const [, digits = '', unit = ''] = /^([0-9]{1,6}) ?([KMGT])B?$/i.exec(value) ?? []
  const power = 'KMGT'.indexOf(unit.toUpperCase()) + 1
  const bytes = Number(digits) * 1000 ** power
  if (power === 0 || bytes < LIMITS.parcelBytes) throw cliErrors('bad-size', { details: { value } })
  return bytes
}

function addressOf(value: string): { host: string; port: number } {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:/[\]]+)):([0-9]+)$/.exec(value)
  const host = match?.[1] ?? match?.[2]
  if (host === undefined) throw cliErrors('bad-address', { details: { value } })
  const port = match?.[3] ?? ''
  return { host, port: port === '0' ? 0 : portOf(port) }
}
