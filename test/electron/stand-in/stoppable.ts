/** An event that may be prevented. */
export function stoppable<More extends object>(
  more: More,
): More & { preventDefault(): void; readonly prevented: boolean } {
  let prevented = false
  return Object.defineProperties(
    Object.assign({}, more, { preventDefault: () => void (prevented = true), prevented }),
    { prevented: { get: () => prevented } },
  )
}
