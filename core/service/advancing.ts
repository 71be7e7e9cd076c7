/** Long work told of while it goes on: the newest of what it tells, then what came of it. Whoever stops listening ends it. */
export async function* advancing<P, R>(
  work: (told: (progress: P) => void, signal: AbortSignal) => Promise<R>,
  signal: AbortSignal | undefined,
): AsyncGenerator<{ readonly progress: P } | { readonly result: R }> {
  let latest: { readonly progress: P } | undefined
  let wake = Promise.withResolvers<void>()
  const end = new AbortController()
  const until = signal ? AbortSignal.any([signal, end.signal]) : end.signal
  const doing = work((progress) => {
    latest = { progress }
    wake.resolve()
  }, until)
  let isOver = false
  const over = Promise.allSettled([doing]).then(() => {
    isOver = true
    wake.resolve()
  })
  try {
    while (!isOver) {
      await wake.promise
      wake = Promise.withResolvers<void>()
      if (latest && !isOver) yield latest
      latest = undefined
    }
    yield { result: await doing }
  } finally {
    end.abort()
    await over
  }
}
