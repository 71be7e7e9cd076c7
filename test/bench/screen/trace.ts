/** Chromium's own trace of a page while something is done in it. */
import type { CDPSession, Page } from 'playwright-core'

export interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  /** Microseconds. */
  readonly ts: number
  readonly dur?: number
  /** The same, without the time in which the thread was not run: Chromium tells it where the system does. */
  readonly tdur?: number
  readonly args: { readonly name?: string }
}

/** Each task of each thread, and what threads are called. */
const CATEGORIES = ['toplevel', 'disabled-by-default-devtools.timeline', '__metadata']

/** What Chromium did meanwhile. */
export async function traced(page: Page, work: () => Promise<void>): Promise<readonly TraceEvent[]> {
  const session = await page.context().newCDPSession(page)
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => void events.push(...(value as unknown as TraceEvent[])))
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: CATEGORIES } })
  try {
    await work()
  } finally {
    await ended(session)
  }
  return events
}

async function ended(session: CDPSession): Promise<void> {
  const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()))
  await session.send('Tracing.end')
  await complete
  await session.detach()
}

/** One task of a thread, ms: how long it took, and how much of that the thread was run. */
export interface Task {
  readonly wall: number
  readonly run: number
}

/** Tasks of the main thread of the renderer that did most, those first that ran longest. */
export function mainThreadTasks(events: readonly TraceEvent[]): readonly Task[] {
  const mains = events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
  const threads = mains.map(({ pid, tid }) =>
    events
      .filter((event) => event.pid === pid && event.tid === tid && event.ph === 'X' && event.name === 'RunTask')
      .map(({ dur = 0, tdur = dur }): Task => ({ wall: dur / 1000, run: tdur / 1000 })),
  )
  const [most = []] = threads.toSorted((a, b) => sum(b) - sum(a))
  return most.toSorted((a, b) => b.run - a.run)
}

const sum = (all: readonly Task[]): number => all.reduce((total, { run }) => total + run, 0)
