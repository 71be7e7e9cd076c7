/** What is new in a community, by day, newest first: nothing is ranked, and the page says so. */
import { Button } from '@mantine/core'
import { IconHome } from '@tabler/icons-react'
import { Fragment, useState } from 'react'
import { useText } from '../i18n/index.ts'
import { useHomeItems, type CommunitySummary } from '../session/index.ts'
import { Bar, Choices, Empty, scrollable, useNow } from '../ui/index.ts'
import classes from './home.module.css'
import { Item } from './Item.tsx'
import { keyOf, kinds, ofKind, type Kind } from './kinds.ts'

const few = 40
const most = 200

export function HomePage({ community }: { community: CommunitySummary }) {
  const { t, format, refusal: sentence } = useText()
  const now = useNow(60_000)
  const [kind, setKind] = useState<Kind>('all')
  const [limit, setLimit] = useState(few)
  const { value, refusal } = useHomeItems(community.id, limit)
  const items = value && ofKind(value.items, kind)
  return (
    <div className={classes.page}>
      <Bar icon={<IconHome size={20} />} title={t('home.title')} subtitle={community.name} />
      <div className={classes.body} {...scrollable} aria-label={t('home.list')}>
        <div className={classes.column}>
          <p className={classes.how}>{t('home.how')}</p>
          <Choices
            label={t('home.show')}
            value={kind}
            choices={kinds.map((each) => ({ value: each, label: t(`home.${each}`) }))}
            onChange={setKind}
          />
          {refusal && <Empty>{sentence(refusal)}</Empty>}
          {items?.length === 0 && <Empty>{t(kind === 'all' ? 'home.empty' : 'home.emptyKind')}</Empty>}
          {items && items.length > 0 && (
            <ol className={classes.list}>
              {items.map((item, index) => {
                const day = format.day(item.at, now)
                const before = items[index - 1]
                return (
                  <Fragment key={keyOf(item)}>
                    {(!before || format.day(before.at, now) !== day) && (
                      <li className={classes.day} aria-hidden="true">
                        {day}
                      </li>
                    )}
                    <Item community={community.id} item={item} />
                  </Fragment>
                )
              })}
            </ol>
          )}
          {value?.more === true && limit < most && (
            <Button variant="default" className={classes.older} onClick={() => setLimit(most)}>
              {t('home.older')}
            </Button>
          )}
        </div>
      </div>
    </div>
  )
}
