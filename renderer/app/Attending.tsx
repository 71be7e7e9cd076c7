/** While this window can be seen, somebody is there. */
import { useSyncExternalStore } from 'react'
import { useAttending } from '../session/index.ts'

export function Attending() {
  return useSyncExternalStore(onVisibility, isVisible) ? <Attends /> : null
}

function Attends() {
  useAttending()
  return null
}

function onVisibility(told: () => void): () => void {
  document.addEventListener('visibilitychange', told)
  return () => document.removeEventListener('visibilitychange', told)
}

const isVisible = (): boolean => document.visibilityState === 'visible'
