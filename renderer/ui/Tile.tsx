/** The picture of a member or a community; without one, initials on a colour that belongs to an id. */
import { memo, useMemo, useState } from 'react'
import { accentOf, hueOf } from './accent.ts'
import { initials } from './initials.ts'
import { useScheme } from './Theme.tsx'
import classes from './tile.module.css'

interface TileProps {
  readonly id: string
  readonly name: string
  readonly size?: 'tiny' | 'small' | 'medium' | 'large' | 'huge'
  readonly round?: boolean
  /** Its URL. One that cannot be drawn is as if there were none. */
  readonly picture?: string | undefined
}

export const Tile = memo(function Tile({ id, name, size = 'medium', round = false, picture }: TileProps) {
  const scheme = useScheme()
  const { soft, text } = useMemo(() => accentOf(hueOf(id), scheme), [id, scheme])
  const [broken, setBroken] = useState<string>()
  const drawn = picture === broken ? undefined : picture
  return (
    <span
      className={classes.tile}
      data-size={size}
      data-round={round}
      // Drawn, not written: the name stands beside it or in the label, and nobody wants to hear the initials too.
      data-initials={initials(name)}
      style={{ background: soft, color: text }}
      aria-hidden="true"
    >
      {drawn !== undefined && (
        <img src={drawn} alt="" draggable={false} decoding="async" onError={() => setBroken(drawn)} />
      )}
    </span>
  )
})
