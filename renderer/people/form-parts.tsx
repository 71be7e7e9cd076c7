/** What the parts of the form have in common. */
import { TagsInput } from '@mantine/core'
import { useId, type ReactNode } from 'react'
import { useText } from '../i18n/index.ts'
import { LIMITS } from '../session/index.ts'
import type { Draft, Field } from './draft.ts'
import classes from './form.module.css'
import { dropped } from './pick.ts'

export interface FormParts {
  readonly draft: Draft
  readonly change: (part: Partial<Draft>) => void
  readonly errorIn: (field: Field) => string | undefined
}

export function Part({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  const id = useId()
  return (
    <section className={classes.part} aria-labelledby={id}>
      <h2 className={classes.title} id={id}>
        {title}
      </h2>
      {hint && <p className={classes.hint}>{hint}</p>}
      {children}
    </section>
  )
}

interface TagsProps {
  readonly label: string
  readonly value: readonly string[]
  readonly most: number
  /** What others here wrote: the same word finds each other. */
  readonly offered: readonly string[]
  readonly error: string | undefined
  readonly onChange: (tags: string[]) => void
}

export function Tags({ label, value, most, offered, error, onChange }: TagsProps) {
  const { t } = useText()
  return (
    <TagsInput
      {...dropped}
      label={label}
      description={t('aboutMe.tagsHint')}
      data={[...offered]}
      value={[...value]}
      onChange={onChange}
      maxTags={most}
      maxLength={LIMITS.tagChars}
      splitChars={[',', ';', '،', '、']}
      limit={40}
      error={error}
    />
  )
}
