/** Birthdays that were given, and years somebody has been here: folded up until somebody wishes to see them. */
import { Button } from '@mantine/core'
import { IconCake, IconCalendarHeart } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useText } from '../i18n/index.ts'
import { PlaceLink, type CommunityId, type PersonView } from '../session/index.ts'
import { comingOf } from './find.ts'
import classes from './page.module.css'
import { dayOf } from './tongues.ts'

interface ComingUpProps {
  readonly community: CommunityId
  readonly people: readonly PersonView[]
  readonly now: number
}

const few = 6

export function ComingUp({ community, people, now }: ComingUpProps) {
  const { t, language } = useText()
  const [all, setAll] = useState(false)
  const coming = useMemo(() => comingOf(people, now), [people, now])
  if (coming.length === 0) return null
  const isolated = (name: string): string => `\u2068${name}\u2069`
  const shownDay = (at: number): string => {
    const date = new Date(at)
    return dayOf(`${date.getMonth() + 1}-${date.getDate()}`, language)
  }
  return (
    <details className={classes.coming}>
      <summary>{t('directory.coming', { count: coming.length })}</summary>
      <ul>
        {coming.slice(0, all ? undefined : few).map(({ id, name, at, years }) => (
          <li key={`${id} ${years ?? ''}`}>
            {years === undefined ? (
              <IconCake size={18} aria-hidden="true" />
            ) : (
              <IconCalendarHeart size={18} aria-hidden="true" />
            )}
            <PlaceLink to={{ at: 'people', community, member: id }} className={classes.comingLink}>
              {years === undefined
                ? t('directory.birthday', { name: isolated(name) })
                : t('directory.anniversary', { name: isolated(name), count: years })}
            </PlaceLink>
            <span className={classes.quiet}>{shownDay(at)}</span>
          </li>
        ))}
      </ul>
      {coming.length > few && !all && (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
          {t('directory.allComing')}
        </Button>
      )}
    </details>
  )
}
