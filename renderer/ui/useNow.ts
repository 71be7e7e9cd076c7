import { useEffect, useState } from 'react'

/** The time, every so many milliseconds: often enough for a waiting person, seldom enough for one who listens. */
export function useNow(every = 5000): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every)
    return () => clearInterval(timer)
  }, [every])
  return now
}
