/** A link that was typed or pasted outside the page that reads links: kept until that page takes it. */
import { useSyncExternalStore } from 'react'

let pasted: string | undefined
const listeners = new Set<() => void>()

export function handOver(link: string | undefined): void {
  pasted = link
  for (const listener of [...listeners]) listener()
}

export function usePastedLink(): string | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    () => pasted,
  )
}
