import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { ipIn, type LabHost, run } from './netlab-system.ts'

/** What is wrong with a line. Shares are from 0 to 1. */
export interface LineFaults {
  /** Milliseconds each way. */
  readonly delayMs: number
  /** Milliseconds more at most, another for each frame; they keep their order. */
  readonly jitterMs: number
  /** Share of frames that never come. */
  readonly loss: number
  /** Share of frames of which a byte is another than was sent, with a checksum that fits. */
  readonly spoilt: number
  /** Each way; 0 is as fast as it goes. */
  readonly bytesPerSecond: number
  /** The direction, as the computer sees it, that carries nothing. */
  readonly dead: 'none' | 'out' | 'in' | 'both'
}

export const faultless: LineFaults = {
  delayMs: 0,
  jitterMs: 0,
  loss: 0,
  spoilt: 0,
  bytesPerSecond: 0,
  dead: 'none',
}

/** Both ends of the cable inside a line: the virtual cards send from one, the program listens at the other. And their two ports. */
export const lineSides = { cards: '10.255.255.1', program: '10.255.255.2', near: 4001, far: 4002 } as const

/** Starts the program in a namespace and waits for its first word. */
type Spawn = (host: LabHost, command: readonly string[]) => Promise<ChildProcess>

const program = fileURLToPath(new URL('./netlab-line-end.ts', import.meta.url))

/** The line of one computer, which can be made bad. */
export class Line {
  readonly #process: ChildProcess

  private constructor(process: ChildProcess) {
    this.#process = process
  }

  /** Lays a line from `eth0` of a computer to a port called `port` of a switch, through two namespaces made for it. */
  static async lay(
    [cards, box]: readonly [LabHost, LabHost],
    ends: { readonly host: LabHost; readonly network: LabHost; readonly port: string },
    spawn: Spawn,
  ): Promise<Line> {
    ipIn(cards, 'link', 'add', 'under', 'type', 'veth', 'peer', 'name', 'under', 'netns', box.namespace)
    for (const [side, address] of [
      [cards, lineSides.cards],
      [box, lineSides.program],
    ] as const) {
      ipIn(side, 'addr', 'add', `${address}/24`, 'dev', 'under')
      ipIn(side, 'link', 'set', 'under', 'up')
    }
    card(cards, lineSides.near, ends.host, 'eth0')
    card(cards, lineSides.far, ends.network, ends.port)
    const seed = String(lineSides.near)
    return new Line(await spawn(box, [process.execPath, program, seed]))
  }

  /** From now on the line is like this, and faultless in whatever is not named. */
  async be(faults: Partial<LineFaults>): Promise<void> {
    const { stdin, stdout } = this.#process
    if (!stdin || !stdout) return
    const said = once(stdout, 'data')
    stdin.write(`${JSON.stringify(faults)}\n`)
    await said
  }
}

/** A virtual card whose frames go out, and come in, as UDP at one port; made where that cable is, then moved to who uses it. */
function card(cards: LabHost, port: number, to: LabHost, device: string): void {
  const made = ['type', 'vxlan', 'id', '1', 'dstport', String(port), 'nolearning', 'noudpcsum']
  // One frame at a time, of the usual size: there is no network card that would cut larger ones into pieces.
  ipIn(cards, 'link', 'add', device, 'mtu', '1400', 'gso_max_segs', '1', ...made)
  ipIn(cards, 'link', 'set', device, 'netns', to.namespace)
  const everybody = ['00:00:00:00:00:00', 'dev', device, 'dst', lineSides.program, 'port', String(port)]
  run('bridge', '-n', to.namespace, 'fdb', 'append', ...everybody)
}
