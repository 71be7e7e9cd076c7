/**
 * A line that is worse than a cable: frames of two virtual cards come in as UDP (VXLAN) and go on to the other card late, spoilt, or never.
 * Faults come as JSON lines on stdin, each answered by a word on stdout. It ends when stdin does.
 */
import { createSocket, type Socket } from 'node:dgram'
import { createInterface } from 'node:readline'
import { chanceOf } from '../simulation/chance.ts'
import { faultless, type LineFaults, lineSides } from './netlab-line.ts'
import { mendChecksum, spoil } from './netlab-packet.ts'

/** Bytes before the frame. */
const VXLAN = 8
/** Bytes that may wait, as in the buffer of a modem; what comes then is lost. */
const buffered = 256 * 1024

const [seed = '1'] = process.argv.slice(2)
const chance = chanceOf(Number(seed))
const many = 1_000_000
const happens = (share: number): boolean => chance.below(many) < share * many
let faults: LineFaults = faultless

/** One direction. Frames keep their order, however their delays differ. */
class Direction {
  readonly #out: Socket
  readonly #port: number
  readonly #name: 'out' | 'in'
  readonly #waiting: { readonly at: number; readonly frame: Buffer }[] = []
  #bytes = 0
  #free = 0
  #timer: NodeJS.Timeout | undefined

  constructor(name: 'out' | 'in', out: Socket, port: number) {
    this.#name = name
    this.#out = out
    this.#port = port
  }

  take(frame: Buffer): void {
    if (faults.dead === 'both' || faults.dead === this.#name || happens(faults.loss)) return
    if (this.#bytes + frame.length > buffered) return
    const inner = frame.subarray(VXLAN)
    if (happens(faults.spoilt)) spoil(inner, chance.below(many))
    mendChecksum(inner)
    const late = faults.delayMs + (faults.jitterMs > 0 ? chance.below(faults.jitterMs) : 0)
    const began = Math.max(performance.now(), this.#free)
    this.#free = faults.bytesPerSecond > 0 ? began + (frame.length / faults.bytesPerSecond) * 1000 : began
    const last = this.#waiting.at(-1)
    this.#waiting.push({ at: Math.max(this.#free + late, last?.at ?? 0), frame })
    this.#bytes += frame.length
    this.#drain()
  }

  #drain(): void {
    for (let [first] = this.#waiting; first && first.at <= performance.now() + 0.5; [first] = this.#waiting) {
      this.#waiting.shift()
      this.#bytes -= first.frame.length
      this.#out.send(first.frame, this.#port, lineSides.cards)
    }
    const [next] = this.#waiting
    clearTimeout(this.#timer)
    if (next) this.#timer = setTimeout(() => this.#drain(), Math.max(1, next.at - performance.now()))
  }
}

const [near, far] = [createSocket('udp4'), createSocket('udp4')]
for (const socket of [near, far]) socket.on('listening', () => socket.setRecvBufferSize(4 * 1024 * 1024))
const [out, back] = [new Direction('out', far, lineSides.far), new Direction('in', near, lineSides.near)]
near.on('message', (frame) => out.take(frame))
far.on('message', (frame) => back.take(frame))
near.bind(lineSides.near, lineSides.program)
far.bind(lineSides.far, lineSides.program, () => process.stdout.write('ready\n'))

for await (const line of createInterface({ input: process.stdin })) {
  faults = { ...faultless, ...(JSON.parse(line) as Partial<LineFaults>) }
  process.stdout.write('so it is\n')
}
near.close()
far.close()
