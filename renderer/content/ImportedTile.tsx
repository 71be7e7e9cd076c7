import { IconFileImport } from '@tabler/icons-react'
import classes from './imported-tile.module.css'

/** Of who is said to have written what was brought in: in place of a picture or a member's colour, which nobody who is no member has. */
export function ImportedTile() {
  return (
    <span className={classes.tile} aria-hidden="true">
      <IconFileImport size={20} />
    </span>
  )
}
