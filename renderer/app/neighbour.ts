/** The next item in either direction that is wanted, going round at the ends; nothing where there is no other. */
export function neighbour<T extends { readonly id: string }>(
  list: readonly T[],
  current: string | undefined,
  by: 1 | -1,
  wanted: (item: T) => boolean,
): T | undefined {
  const at = list.findIndex(({ id }) => id === current)
  const from = at === -1 && by === -1 ? list.length : at
  for (let step = 1; step <= list.length; step += 1) {
    const item = list[(from + by * step + 2 * list.length) % list.length]
    if (item && item.id !== current && wanted(item)) return item
  }
  return undefined
}
