import { Select } from '@mantine/core'
import { useText } from '../i18n/index.ts'
import { useCommand, type CommunitySummary } from '../session/index.ts'
import classes from './invites.module.css'

/** What newcomers may read of what was written before them; owners choose, everybody may know. */
export function HistoryChoice({ community }: { community: CommunitySummary }) {
  const { t, refusal } = useText()
  const choose = useCommand((client, history: CommunitySummary['history']) =>
    client.communities.setHistory({ community: community.id, history }),
  )
  const words = { all: t('invites.historyAll'), 'from-joining': t('invites.historyFrom') }
  if (community.myRole !== 'owner' || community.state !== 'member') {
    return (
      <p className={classes.facts}>
        {t('invites.history')}: {words[community.history]}.
      </p>
    )
  }
  return (
    <Select
      className={classes.history}
      label={t('invites.history')}
      description={t('invites.historyHint')}
      allowDeselect={false}
      data={(['all', 'from-joining'] as const).map((value) => ({ value, label: words[value] }))}
      value={community.history}
      error={choose.refusal && refusal(choose.refusal)}
      onChange={(value) => void choose.run(value === 'all' ? 'all' : 'from-joining')}
    />
  )
}
