/** Going to one message in a list: it is brought into sight, has the focus, and is lit up once. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Refusal } from '../session/index.ts'
import type { Line } from './lines.ts'
import type { Found, Goal, Room } from './useRoom.ts'
import { rowElements, type Scroll } from './useScroll.ts'

/** The message somebody went to. Each time is another, also to the same message. */
export interface Spot {
  readonly id: string
  readonly count: number
}

/** Milliseconds for which it is lit up. */
const lit = 2000
/** Frames after which a row that was scrolled to is drawn, or will not be. */
const frames = 30

export function useJump({ reach }: Room, { release, moved }: Scroll) {
  const [spot, setSpot] = useState<Spot | undefined>()
  const [trouble, setTrouble] = useState<Refusal | undefined>()
  const jump = useCallback(
    async (goal: Goal, isHere: (found: Found) => boolean): Promise<Found> => {
      setTrouble(undefined)
      release()
      const found = await reach(goal)
      if (found.refusal) {
        setTrouble(found.refusal)
        moved()
      } else if (isHere(found)) setSpot((before) => ({ id: found.id, count: (before?.count ?? 0) + 1 }))
      else moved()
      return found
    },
    [reach, release, moved],
  )
  return { spot, trouble, jump, calm: () => setTrouble(undefined) }
}

/** Brings the spot into sight; the answer is the message that is lit up. */
export function useSpot(spot: Spot | undefined, lines: readonly Line[], scroll: Scroll): string | undefined {
  const done = useRef(0)
  /** The going whose light is out again. */
  const [out, setOut] = useState(0)
  const flash = spot && spot.count !== out ? spot : undefined
  const { list, box, release } = scroll
  useLayoutEffect(() => {
    if (!spot || spot.count === done.current) return
    const index = lines.findIndex(({ row }) => row.id === spot.id)
    if (index === -1) return
    done.current = spot.count
    release()
    list.current?.scrollToIndex(index, { align: 'center' })
  }, [spot, lines, list, release])
  useEffect(() => {
    if (!flash) return undefined
    let left = frames
    let frame = 0
    const focus = (): void => {
      const element = rowElements(box.current).find(({ dataset }) => dataset['row'] === flash.id)
      // While it is being measured it is hidden, and what is hidden takes no focus.
      element?.focus({ preventScroll: true })
      if (element && document.activeElement === element) return
      left -= 1
      if (left > 0) frame = requestAnimationFrame(focus)
    }
    frame = requestAnimationFrame(focus)
    const timer = setTimeout(() => setOut(flash.count), lit)
    return () => {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
    }
  }, [flash, box])
  return flash?.id
}
