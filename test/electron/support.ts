/** Starts the real shell on the stand-in, and a page in its window that speaks to core as a screen does. */
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MessagePort } from 'node:worker_threads'
import { onTestFinished, vi } from 'vitest'
import { takenCounter } from '../../core/shared/index.ts'
import { startShell } from '../../electron/shell.ts'
import { StandIn, type StandInOptions, type StandInWindow } from './stand-in/index.ts'

export const root = fileURLToPath(new URL('../../', import.meta.url))
export const smallCore = join(root, 'test/electron/small-core.ts')

/** A folder that is gone after the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'folkmoot-electron-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

export interface StartOptions extends Partial<StandInOptions> {
  readonly core?: string
  readonly platform?: string
  /** The profile's folder. */
  readonly userData?: string
  readonly prepare?: (electron: StandIn) => void
}

/** One start of the app up to "Electron is ready"; it is ended after the test. */
export function start({ core = smallCore, platform = 'linux', prepare, ...options }: StartOptions = {}): StandIn {
  const { userData = folder(), argv = [] } = options
  const electron = new StandIn(options)
  prepare?.(electron)
  const files = {
    core,
    preload: join(root, 'out/preload.cjs'),
    renderer: join(root, 'test/electron/screens'),
    icons: join(root, 'build/icons'),
  }
  startShell({ electron, argv: ['folkmoot', ...argv], cwd: '/', platform, profile: userData, files })
  electron.app.becomeReady()
  onTestFinished(async () => {
    electron.app.quit()
    await electron.app.exited
  })
  return electron
}

/** The window once its page has loaded. */
export function windowOf(electron: StandIn): Promise<StandInWindow> {
  return vi.waitFor(() => {
    const [window] = electron.windows
    if (window?.visible !== true || !window.webContents.page)
      throw new Error(`no window yet; ${electron.seen.join('; ')}`)
    return window
  }, 8000)
}

/** What a screen does: says that it is ready and takes the ports that come, in order. */
export class Screen<Client> {
  readonly #window: StandInWindow
  readonly #ports: MessagePort[] = []
  /** Window messages in order of arrival. */
  readonly heard: string[] = []

  constructor(window: StandInWindow) {
    this.#window = window
    const { page } = window.webContents
    page?.addEventListener('message', ({ data, ports }) => {
      const { type } = data as { type: string }
      if (type !== 'folkmoot:ready') this.heard.push(type)
      this.#ports.push(...ports)
    })
    onTestFinished(() => this.#ports.forEach((port) => port.close()))
  }

  ask(): void {
    const { page } = this.#window.webContents
    page?.postMessage({ type: 'folkmoot:ready' }, page.location.origin)
  }

  get ports(): readonly MessagePort[] {
    return this.#ports
  }

  /** A client over the n-th port that came. */
  async client(index = 0): Promise<Client> {
    const port = await vi.waitFor(() => {
      const found = this.#ports[index]
      if (!found) throw new Error(`no port ${index}; heard ${this.heard.join(', ')}`)
      return found
    }, 8000)
    const link = new RPCLink({ port })
    port.on(
      'message',
      takenCounter((taken) => port.postMessage(taken)),
    )
    port.start()
    return createORPCClient(link) as Client
  }
}

export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
