/** An export of another system handed to core, looked through there, and brought in. */
import {
  LIMITS,
  toBase64,
  type CommunityId,
  type ImportColumns,
  type ImportGoal,
  type ImportPlanView,
  type ImportRunning,
  type Work,
} from '../../session/index.ts'

/** Bytes handed over, then messages looked through, then what is in it. */
export interface Looked {
  readonly bytes: number
  readonly messages?: number
  readonly plan?: ImportPlanView
  readonly id?: string
}

export function look(file: File): Work<Looked> {
  return async (client, tell, signal) => {
    const opened = await client.imports.begin({ name: file.name.slice(0, 200) }, { signal })
    try {
      for (let at = 0; at < file.size; at += LIMITS.importPieceBytes) {
        const part = await file.slice(at, at + LIMITS.importPieceBytes).arrayBuffer()
        signal.throwIfAborted()
        await client.imports.append({ ...opened, chunk: toBase64(new Uint8Array(part)) }, { signal })
        tell({ bytes: Math.min(file.size, at + LIMITS.importPieceBytes) })
      }
      for await (const step of await client.imports.plan(opened, { signal })) {
        if (step.type === 'progress') tell({ bytes: file.size, messages: step.messages })
        else tell({ bytes: file.size, plan: step, id: opened.id })
      }
    } catch (error) {
      // Told without the signal, which may be why it ended; core lets go by itself where this does not arrive.
      await client.imports.cancel(opened).catch(() => undefined)
      throw error
    }
  }
}

/** The same file, a table, with other columns. */
export function lookAgain(id: string, columns: ImportColumns): Work<Looked> {
  return async (client, tell, signal) => {
    tell({ bytes: 0, messages: 0, id })
    for await (const step of await client.imports.plan({ id, columns }, { signal })) {
      if (step.type === 'progress') tell({ bytes: 0, messages: step.messages, id })
      else tell({ bytes: 0, plan: step, id })
    }
  }
}

export function bringIn(id: string, community: CommunityId, rooms: ImportGoal[]): Work<ImportRunning> {
  return async (client, tell, signal) => {
    for await (const step of await client.imports.start({ id, community, rooms }, { signal })) tell(step)
  }
}
