/** A sentence with members' names in it. Names are put in as they are: they are never read as markup and turn nothing around. */
import classes from './decisions.module.css'

/** What stands in the sentence in place of a name; from a range that no text on screen uses. */
export const places = { by: '\uE000', target: '\uE001' } as const

interface NamesProps {
  /** A sentence translated with `places`. */
  readonly text: string
  readonly by: string
  readonly target?: string | undefined
}

export function Names({ text, by, target = '…' }: NamesProps) {
  return text.split(/([\uE000\uE001])/).map((part, index) =>
    part === places.by || part === places.target ? (
      <bdi key={index} className={classes.name}>
        {part === places.by ? by : target}
      </bdi>
    ) : (
      part
    ),
  )
}
