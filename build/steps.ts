/** A check says one verdict; scripts run several and print only what needs reading. */
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Verdict {
  readonly name: string
  readonly ok: boolean
  /** What to read when it is not ok. */
  readonly text: string
}

export type Step = () => Promise<Verdict>

const together = 2

/** Runs the steps in order, at most two at a time; verdicts come in the order of the steps. */
export async function pool(steps: readonly Step[]): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  const queue = steps.entries()
  const worker = async (): Promise<void> => {
    for (const [index, step] of queue) verdicts[index] = await step()
  }
  await Promise.all(Array.from({ length: together }, worker))
  return verdicts
}

/** One line for each verdict, and the whole text of those that failed. True when all are ok. */
export function report(verdicts: readonly Verdict[]): boolean {
  for (const { name, ok, text } of verdicts) {
    if (!ok) console.log(text.trim())
    console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}`)
  }
  return verdicts.every(({ ok }) => ok)
}

/** Whether this module is the script that was asked for, not one that another imports. */
export function isMain(meta: ImportMeta): boolean {
  return process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(meta.url)
}
