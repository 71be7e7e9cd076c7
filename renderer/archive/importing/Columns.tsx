/** What the columns of a table mean: guessed by their names, and the person's to say. */
import { NativeSelect } from '@mantine/core'
import { useText } from '../../i18n/index.ts'
import type { ImportColumns, ImportPlanView } from '../../session/index.ts'
import archive from '../archive.module.css'
import classes from './importing.module.css'

const ASKED = ['text', 'at', 'author', 'room'] as const

interface ColumnsProps {
  readonly table: NonNullable<ImportPlanView['table']>
  readonly onChange: (columns: ImportColumns) => void
}

export function Columns({ table: { header, columns }, onChange }: ColumnsProps) {
  const { t, format } = useText()
  const choices = [
    { value: '', label: t('imports.noColumn') },
    // Two may be called alike, and some nothing.
    ...header.map((name, at) => ({
      value: String(at),
      label: name.trim() === '' ? t('imports.columnNumber', { number: format.number(at + 1) }) : name,
    })),
  ]
  return (
    <section className={archive.card} aria-labelledby="import-columns">
      <h2 id="import-columns" className={archive.title}>
        {t('imports.columns')}
      </h2>
      <p className={archive.note}>{t('imports.columnsNote')}</p>
      <div className={classes.columns}>
        {ASKED.map((column) => (
          <NativeSelect
            key={column}
            label={t(`imports.column.${column}`)}
            value={String(columns[column] ?? '')}
            data={choices}
            onChange={(event) => {
              const chosen = event.currentTarget.value
              const now = Object.fromEntries(ASKED.map((each) => [each, columns[each] ?? null]))
              onChange({ ...now, [column]: chosen === '' ? null : Number(chosen) })
            }}
          />
        ))}
      </div>
    </section>
  )
}
