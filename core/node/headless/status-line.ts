/** How it goes, for a person who looks at a terminal, or at a log once in a while. */
import type { Clock, Stoppable } from '../../shared/index.ts'

/** Milliseconds between two lines where lines are kept, and between two looks where one line is shown. */
const KEPT = 60_000
const SHOWN = 1000

/** One line, written over itself in a terminal; else one every minute, if it says anything, and else than before. Without names. */
export function statusLine(clock: Clock, line: () => string, out: NodeJS.WriteStream = process.stdout): Stoppable {
  const over = new AbortController()
  let last = ''
  const show = (): void => {
    const text = line()
    if (text === last) return
    last = text
    out.write(out.isTTY ? `\r\u001B[2K${text.slice(0, Math.max(20, (out.columns || 80) - 1))}` : `${text}\n`)
  }
  const run = async (): Promise<void> => {
    while (!over.signal.aborted) {
      show()
      await clock.sleep(out.isTTY ? SHOWN : KEPT, over.signal).catch(() => undefined)
    }
    if (out.isTTY && last !== '') out.write('\n')
  }
  const running = run()
  return {
    stop: async () => {
      over.abort()
      await running
    },
  }
}

/** Bytes in a form people read. */
export function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let [size, unit] = [bytes, 0]
  while (size >= 1000 && unit < units.length - 1) [size, unit] = [size / 1000, unit + 1]
  return `${size < 10 && unit > 0 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`
}
