import type { ReachSettings } from '../../shared/index.ts'
import { parseAddress } from '../transport/index.ts'

/** Whether the person's switches let an address be dialled, or told to others. The transport keeps to them as well. */
export function isPermitted(text: string, { lanOnly, hideAddress }: ReachSettings): boolean {
  const address = parseAddress(text)
  if (!address) return false
  if (hideAddress && address.relay === undefined) return false
  return !lanOnly || (address.relay === undefined && (address.scope === 'lan' || address.scope === 'loopback'))
}
