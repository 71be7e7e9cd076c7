import { usePicture } from '../session/index.ts'
import { Tile } from '../ui/index.ts'

interface PersonTileProps {
  readonly id: string
  readonly name: string
  readonly size?: 'tiny' | 'small' | 'medium' | 'large' | 'huge'
}

/** A member's picture, or their initials where they show none. */
export function PersonTile({ id, name, size = 'medium' }: PersonTileProps) {
  return <Tile id={id} name={name} size={size} round picture={usePicture(id)} />
}
