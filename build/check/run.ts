/** Runs the packed core as a person without Electron would: plain Node, another folder, its own profile. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { join } from 'node:path'

const limit = 30_000
/** It speaks to this computer alone. */
const alone = ['--no-discovery', '--listen', '127.0.0.1:0']

function start(app: string, folder: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [join(app, 'out/core/cli.js'), ...args], {
    cwd: folder,
    env: { HOME: folder, PATH: '/usr/bin:/bin' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: limit,
    killSignal: 'SIGKILL',
  })
}

async function textOf(child: ChildProcess): Promise<{ code: number | null; text: string }> {
  let text = ''
  child.stdout?.on('data', (piece: Buffer) => (text += piece.toString()))
  child.stderr?.on('data', (piece: Buffer) => (text += piece.toString()))
  await once(child, 'close')
  return { code: child.exitCode, text }
}

/** Empty when `--version` says the version that was packed. */
export async function versionTrouble(app: string, folder: string, version: string): Promise<string[]> {
  const { code, text } = await textOf(start(app, folder, ['--version']))
  return code === 0 && text.trim().endsWith(version) ? [] : [`exit ${code}: ${text}`]
}

/** Two ends of a path on this computer, as the core opens them between two devices. */
const twoEnds = `
const { PeerConnection } = await import('node-datachannel')
const [a, b] = ['a', 'b'].map((name) => new PeerConnection(name, { iceServers: [], bindAddress: '127.0.0.1' }))
for (const [from, to] of [[a, b], [b, a]]) {
  from.onLocalDescription((text, type) => to.setRemoteDescription(text, type))
  from.onLocalCandidate((text, mid) => to.addRemoteCandidate(text, mid))
}
b.onDataChannel((channel) => channel.onMessage((message) => process.exit(message.length === 3 ? 0 : 2)))
const channel = a.createDataChannel('check')
channel.onOpen(() => channel.sendMessageBinary(Uint8Array.of(1, 2, 3)))
`

/** Empty when the packed libdatachannel, found from where the core lies, opens a path. */
export async function pathTrouble(app: string): Promise<string[]> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', twoEnds], {
    cwd: join(app, 'out/core'),
    env: { PATH: '/usr/bin:/bin' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: limit,
    killSignal: 'SIGKILL',
  })
  const { code, text } = await textOf(child)
  return code === 0 ? [] : [`exit ${code ?? child.signalCode}: ${text}`]
}

/** Empty when it opens a new profile, serves the screens under their policy, and stops when asked. */
export async function servingTrouble(app: string, folder: string): Promise<string[]> {
  const child = start(app, folder, ['--print-url', ...alone, '--profile', join(folder, 'profile')])
  const end = textOf(child)
  const address = Promise.withResolvers<string>()
  if (child.stdout)
    createInterface(child.stdout).on('line', (line) => {
      const [found] = /http:\/\/127\.0\.0\.1:\d+\S*/.exec(line) ?? []
      if (found !== undefined) address.resolve(found)
    })
  try {
    const url = await Promise.race([
      address.promise,
      end.then(({ code, text }) => Promise.reject(new Error(`exit ${code}: ${text}`))),
    ])
    const page = await fetch(new URL('/', url))
    const policy = page.headers.get('content-security-policy') ?? ''
    const trouble =
      page.ok && policy.includes(`default-src 'none'`) ? [] : [`${page.status} under the policy: ${policy}`]
    child.kill('SIGTERM')
    const { code, text } = await end
    return code === 0 ? trouble : [...trouble, `stopped with ${code ?? child.signalCode}: ${text}`]
  } catch (error) {
    child.kill('SIGKILL')
    return [String(error)]
  }
}
