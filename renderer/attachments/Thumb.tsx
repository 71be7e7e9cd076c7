/** A small view of a picture that is in memory; its URL is there as long as it is on screen. */
import { useEffect, useRef } from 'react'

export function Thumb({ blob }: { blob: Blob }) {
  const image = useRef<HTMLImageElement>(null)
  useEffect(() => {
    const url = URL.createObjectURL(blob)
    image.current?.setAttribute('src', url)
    return () => URL.revokeObjectURL(url)
  }, [blob])
  return <img ref={image} alt="" draggable={false} />
}
