/** What narrows a search, as chips; and what else could. */
import { Button, Menu, Pill } from '@mantine/core'
import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useText } from '../i18n/index.ts'
import { filtersIn, withFilter, withoutFilter, type Filter } from './filters.ts'
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
  const operators = (['in', 'from', 'after', 'before', 'has'] as const).filter((one) => one !== 'in' || !inRoom)
  const filters = filtersIn(text)
  const wordsOf = ({ kind, value }: Filter): string => t(`search.chip.${kind}`, { value: `\u2068${value}\u2069` })
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
