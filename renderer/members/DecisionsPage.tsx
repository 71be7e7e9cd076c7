/** Everything decided about membership, newest first, for every member to read. */
import { Button } from '@mantine/core'
import { IconGavel } from '@tabler/icons-react'
import { useMemo, useRef, useState } from 'react'
import { Virtualizer } from 'virtua'
import { useText } from '../i18n/index.ts'
import { useDecisions, type CommunitySummary } from '../session/index.ts'
import { Bar, Choices, Empty, scrollable } from '../ui/index.ts'
import { DecisionItem } from './DecisionItem.tsx'
import classes from './decisions.module.css'
import page from './page.module.css'
import { PeopleTabs } from './PeopleTabs.tsx'
import { isOfKind, kinds, type Kind } from './says.ts'

/** What one look takes, and the most that core hands over. */
const step = 200
const most = 1000

export function DecisionsPage({ community }: { community: CommunitySummary }) {
  const { t, format, refusal } = useText()
  const [limit, setLimit] = useState(step)
  const [kind, setKind] = useState<Kind>('all')
  const seen = useDecisions(community.id, limit)
  // While more are fetched, what is there stays on screen.
  const [last, setLast] = useState(seen.value)
  if (seen.value && seen.value !== last) setLast(seen.value)
  const { decisions = [], total = 0 } = seen.value ?? last ?? {}
  const box = useRef<HTMLDivElement>(null)
  const shown = useMemo(() => decisions.filter((decision) => isOfKind(decision, kind)), [decisions, kind])
  const byId = useMemo(() => new Map(decisions.map((decision) => [decision.id, decision])), [decisions])
  const toSign = decisions.filter(({ maySign }) => maySign).length
  const mayAct = community.state === 'member'

  return (
    <div className={page.page}>
      <Bar icon={<IconGavel size={20} />} title={t('people.decisions')} subtitle={community.name} />
      <PeopleTabs community={community.id} current="decisions" />
      <div className={page.column}>
        <div className={page.tools}>
          <p className={classes.intro}>{t('decisions.intro')}</p>
          <Choices
            label={t('decisions.filter')}
            value={kind}
            onChange={setKind}
            choices={kinds
              .filter((one) => one !== 'open' || toSign > 0 || kind === 'open')
              .map((value) => ({
                value,
                label: t(`decisions.${value}`),
                ...(value === 'open' ? { count: toSign } : {}),
              }))}
          />
        </div>
        {seen.refusal ? (
          <Empty>{refusal(seen.refusal)}</Empty>
        ) : last && shown.length === 0 ? (
          <Empty
            action={
              kind !== 'all' && (
                <Button variant="default" onClick={() => setKind('all')}>
                  {t('decisions.all')}
                </Button>
              )
            }
          >
            {t('decisions.none')}
          </Empty>
        ) : (
          <section
            ref={box}
            className={classes.scroll}
            aria-label={t('decisions.list')}
            data-region="main"
            {...scrollable}
          >
            <Virtualizer scrollRef={box} data={shown} as="ul" item="li" bufferSize={600}>
              {(decision) => (
                <DecisionItem
                  key={decision.id}
                  community={community.id}
                  decision={decision}
                  about={decision.about && byId.get(decision.about)}
                  mayAct={mayAct}
                />
              )}
            </Virtualizer>
            {total > decisions.length && (
              <div className={classes.foot}>
                <p className={classes.quiet}>
                  {t('decisions.notAll', { shown: format.number(decisions.length), total: format.number(total) })}
                </p>
                {limit < most && (
                  <Button variant="default" onClick={() => setLimit(Math.min(most, limit + step * 2))}>
                    {t('decisions.earlier')}
                  </Button>
                )}
              </div>
            )}
          </section>
        )}
      </div>
    </div>
  )
}
