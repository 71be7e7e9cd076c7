/** Initials on a colour that belongs to an id: stands for a community or a member wherever there is no picture. */
import { memo, useMemo } from 'react'
import { accentOf, hueOf } from './accent.ts'
import { initials } from './initials.ts'
import { useScheme } from './Theme.tsx'
import classes from './tile.module.css'

interface TileProps {
  readonly id: string
  readonly name: string
  readonly size?: 'tiny' | 'small' | 'medium' | 'large'
  readonly round?: boolean
}

export const Tile = memo(function Tile({ id, name, size = 'medium', round = false }: TileProps) {
  const scheme = useScheme()
  const { soft, text } = useMemo(() => accentOf(hueOf(id), scheme), [id, scheme])
  return (
    <span
      className={classes.tile}
      data-size={size}
      data-round={round}
      // Drawn, not written: the name stands beside it or in the label, and nobody wants to hear the initials too.
      data-initials={initials(name)}
      style={{ background: soft, color: text }}
      aria-hidden="true"
    />
  )
})
