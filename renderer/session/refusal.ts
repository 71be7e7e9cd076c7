/** What a failed command or query has to say to the person, whatever threw it. */
import { ORPCError } from '@orpc/client'

export interface Refusal {
  /** Stable; the catalogue holds a sentence for most codes. */
  readonly code: string
  readonly details: Readonly<Record<string, string | number>>
  /** English sentence, shown where the catalogue has none. */
  readonly text: string
}

/** The link to core went away before the answer came. */
export const lost: Refusal = { code: 'screen/lost', details: {}, text: 'The connection to Folkmoot is lost.' }

/** The refusal inside a caught value; nothing for what is not core's own answer. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof ORPCError)) return undefined
  const code: unknown = error.code
  const data: unknown = error.data
  if (code === 'REFUSED' && isRefusedData(data)) return { ...data, text: error.message }
  return { code: `screen/${String(code).toLowerCase()}`, details: {}, text: error.message }
}

/** Whether asking again may help without anything else changing: core was busy or stumbled, or the link was cut. */
export function mayPass({ code }: Refusal): boolean {
  return /^(?:screen|host|core)\//.test(code)
}

function isRefusedData(data: unknown): data is { code: string; details: Record<string, string | number> } {
  return (
    typeof data === 'object' && data !== null && 'code' in data && typeof data.code === 'string' && 'details' in data
  )
}
