import { useEffect, useState, type RefObject } from 'react'

/** Pixels around the view in which something is made ready. */
const ahead = '300px'

/** Whether it has come into view, or near it. */
export function useInView(box: RefObject<HTMLElement | null>): boolean {
  const [seen, setSeen] = useState(false)
  useEffect(() => {
    if (seen || !box.current) return undefined
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setSeen(true)
      },
      { rootMargin: ahead },
    )
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [box, seen])
  return seen
}
