/** What is new since the person left: fixed when they open the room or come back to the window, so that the line does not run away. */
import { useEffect, useState } from 'react'
import type { Fresh } from './lines.ts'
import type { Rows } from './rows.ts'

export function useFresh({ list, readUpTo }: Rows, ready: boolean): Fresh {
  const newest = list.reduce((most, { arrival }) => Math.max(most, arrival), 0)
  const [fresh, setFresh] = useState<Fresh | undefined>()
  if (ready && !fresh) setFresh({ after: readUpTo, upTo: document.hasFocus() ? newest : Number.MAX_SAFE_INTEGER })

  useEffect(() => {
    const left = (): void => setFresh({ after: Math.max(readUpTo, newest), upTo: Number.MAX_SAFE_INTEGER })
    const back = (): void => setFresh((now) => now && { ...now, upTo: Math.max(newest, now.after) })
    window.addEventListener('blur', left)
    window.addEventListener('focus', back)
    return () => {
      window.removeEventListener('blur', left)
      window.removeEventListener('focus', back)
    }
  }, [newest, readUpTo])

  return fresh ?? { after: Number.MAX_SAFE_INTEGER, upTo: 0 }
}
