/** A few filters side by side, one of them chosen; each says how many it holds. */
import { useId } from 'react'
import { useText } from '../i18n/index.ts'
import classes from './choices.module.css'

interface ChoicesProps<T extends string> {
  readonly label: string
  readonly value: T
  readonly choices: readonly { readonly value: T; readonly label: string; readonly count?: number }[]
  readonly onChange: (value: T) => void
}

export function Choices<T extends string>({ label, value, choices, onChange }: ChoicesProps<T>) {
  const { format } = useText()
  const name = useId()
  return (
    <div role="radiogroup" aria-label={label} className={classes.choices}>
      {choices.map((choice) => (
        <label key={choice.value} className={classes.choice}>
          <input
            type="radio"
            className={classes.input}
            name={name}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
          />
          <span>{choice.label}</span>
          {choice.count !== undefined && <span className={classes.count}>{format.number(choice.count)}</span>}
        </label>
      ))}
    </div>
  )
}
