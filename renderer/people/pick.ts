/**
 * How lists drop down here: as part of the page they belong to, and the list of options scrolls itself, so that those who hear the page
 * are told what it is.
 */
import classes from './pick.module.css'

export const dropped = {
  comboboxProps: { withinPortal: false },
  withScrollArea: false,
  classNames: { options: classes.options ?? '' },
} as const
