/** Folkmoot's sign: a ring of people around what they share. */
export function Mark({ size = 56 }: { size?: number }) {
  const seats = [
    [32, 14],
    [47.6, 23],
    [47.6, 41],
    [32, 50],
    [16.4, 41],
    [16.4, 23],
  ] as const
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" aria-hidden="true">
      <rect width="64" height="64" rx="14" fill="#12704f" />
      {seats.map(([x, y]) => (
        <circle key={`${x} ${y}`} cx={x} cy={y} r="5" fill="#fff" />
      ))}
      <circle cx="32" cy="32" r="6.5" fill="#fff" />
    </svg>
  )
}
