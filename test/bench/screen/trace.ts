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
  readonly args: { readonly name?: string; readonly data?: { readonly type?: string } }
}

/** `toplevel` has each task of a thread, `devtools.timeline` what it was about. */
const CATEGORIES = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', '__metadata']

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

/** Tasks of the page's main thread, ms, the longest first: of the renderer that did most. */
export function mainThreadTasks(events: readonly TraceEvent[]): readonly number[] {
  const mains = events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
  const threads = mains.map(({ pid, tid }) =>
    events.filter((event) => event.pid === pid && event.tid === tid && event.ph === 'X' && isTask(event)),
  )
  const tasks = threads.map((all) => all.map(({ dur = 0 }) => dur / 1000)).toSorted((a, b) => sum(b) - sum(a))
  return (tasks[0] ?? []).toSorted((a, b) => b - a)
}

const isTask = ({ name }: TraceEvent): boolean => name === 'RunTask' || name === 'ThreadControllerImpl::RunTask'
const sum = (all: readonly number[]): number => all.reduce((total, each) => total + each, 0)
