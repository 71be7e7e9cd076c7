/** What narrows a search, as chips; and what else could. */
import { Button, Menu, Pill } from '@mantine/core'
import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useText } from '../i18n/index.ts'
import { filtersIn, MARKS, withFilter, withoutFilter, type Filter, type SearchMark } from './filters.ts'
import classes from './search.module.css'

interface FiltersProps {
  readonly text: string
  readonly onChange: (text: string) => void
  /** Only one room is searched. */
  readonly inRoom: boolean
  /** Stands beside what could narrow it. */
  readonly order: ReactNode
}

export function Filters({ text, onChange, inRoom, order }: FiltersProps) {
  const { t } = useText()
  const operators = (['in', 'from', 'after', 'before'] as const).filter((one) => one !== 'in' || !inRoom)
  const filters = filtersIn(text)
  const wordsOf = ({ kind, value }: Filter): string => {
    if (kind !== 'has' && kind !== 'is') return t(`search.chip.${kind}`, { value: `\u2068${value}\u2069` })
    const known = MARKS.find((mark) => mark === `${kind}:${value.toLowerCase()}`)
    return known ? t(`search.mark.${names[known]}`) : `${kind}:${value}`
  }
  return (
    <>
      <div className={classes.choices}>
        {order}
        <Menu position="bottom-end" returnFocus={false} withInitialFocusPlaceholder={false}>
          <Menu.Target>
            <Button
              variant="default"
              size="xs"
              px={8}
              className={classes.narrow ?? ''}
              leftSection={<IconAdjustmentsHorizontal size={16} aria-hidden="true" />}
            >
              {t('search.narrow')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {operators.map((operator) => (
              <Menu.Item key={operator} onClick={() => onChange(withFilter(text, operator))}>
                {t(`search.add.${operator}`)}
              </Menu.Item>
            ))}
            <Menu.Divider />
            {MARKS.map((mark) => (
              <Menu.Item key={mark} onClick={() => onChange(withFilter(text, mark))}>
                {t(`search.addMark.${names[mark]}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
      {filters.length > 0 && (
        <div className={classes.filters}>
          {filters.map((filter) => (
            <Pill
              key={filter.from}
              className={classes.chip ?? ''}
              withRemoveButton
              removeButtonProps={{
                'aria-label': t('search.remove', { what: wordsOf(filter) }),
                'aria-hidden': false,
                tabIndex: 0,
              }}
              onRemove={() => onChange(withoutFilter(text, filter))}
            >
              {wordsOf(filter)}
            </Pill>
          ))}
        </div>
      )}
    </>
  )
}

/** A colon would part what names a sentence. */
const names = {
  'has:link': 'link',
  'has:file': 'file',
  'has:reaction': 'reaction',
  'has:replies': 'replies',
  'has:answer': 'answer',
  'is:topic': 'topic',
  'is:pinned': 'pinned',
} as const satisfies Record<SearchMark, string>
