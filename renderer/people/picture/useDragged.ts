/** Draws a picture along with a mouse or a finger; two fingers, or the wheel, bring it nearer. */
import { useEffect, type Dispatch, type RefObject, type SetStateAction } from 'react'
import { dragged, within, type Crop, type Size } from './crop.ts'

interface Point {
  readonly x: number
  readonly y: number
}

export function useDragged(
  box: RefObject<HTMLCanvasElement | null>,
  size: Size,
  setCrop: Dispatch<SetStateAction<Crop>>,
): void {
  useEffect(() => {
    const canvas = box.current
    if (!canvas) return undefined
    const held = new Map<number, Point>()
    const apart = (): number => {
      const [one, other] = [...held.values()]
      return one && other ? Math.hypot(one.x - other.x, one.y - other.y) : 0
    }
    const zoomBy = (factor: number): void => setCrop((crop) => within(size, { ...crop, zoom: crop.zoom * factor }))
    const down = (event: PointerEvent): void => {
      held.set(event.pointerId, event)
      canvas.setPointerCapture(event.pointerId)
    }
    const move = (event: PointerEvent): void => {
      const from = held.get(event.pointerId)
      if (!from) return
      const before = apart()
      const [across, along] = [event.clientX - from.x, event.clientY - from.y].map((by) => by / canvas.clientWidth)
      held.set(event.pointerId, { x: event.clientX, y: event.clientY })
      if (before > 0) zoomBy(apart() / before)
      else setCrop((crop) => dragged(size, crop, across ?? 0, along ?? 0))
    }
    const up = (event: PointerEvent): void => void held.delete(event.pointerId)
    const wheel = (event: WheelEvent): void => {
      event.preventDefault()
      zoomBy(event.deltaY < 0 ? 1.1 : 1 / 1.1)
    }
    canvas.addEventListener('pointerdown', down)
    canvas.addEventListener('pointermove', move)
    canvas.addEventListener('pointerup', up)
    canvas.addEventListener('pointercancel', up)
    canvas.addEventListener('wheel', wheel, { passive: false })
    return () => {
      canvas.removeEventListener('pointerdown', down)
      canvas.removeEventListener('pointermove', move)
      canvas.removeEventListener('pointerup', up)
      canvas.removeEventListener('pointercancel', up)
      canvas.removeEventListener('wheel', wheel)
    }
  }, [box, size, setCrop])
}
