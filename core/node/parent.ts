/** Milliseconds between looks at the parent. */
const look = 500

/** Tells when a parent is gone; the answer stops watching. */
export function watchParent(parent: number, onGone: () => void): () => void {
  const timer = setInterval(() => {
    if (process.ppid === parent && isAlive(parent)) return
    clearInterval(timer)
    onGone()
  }, look)
  timer.unref()
  return () => clearInterval(timer)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
