/** What was decided about one member lately. */
import { useText } from '../i18n/index.ts'
import { PlaceLink, useDecisions, type CommunitySummary, type MemberDetail } from '../session/index.ts'
import classes from './card.module.css'
import { DecisionItem } from './DecisionItem.tsx'
import { Section } from './Section.tsx'

/** Looked through, and shown. */
const looked = 200
const most = 5

export function DecisionsAbout({ community, detail }: { community: CommunitySummary; detail: MemberDetail }) {
  const { t } = useText()
  const decisions = useDecisions(community.id, looked).value?.decisions ?? []
  const about = decisions.filter(({ target, by }) => (target ?? by) === detail.id).slice(0, most)
  return (
    <Section title={t('person.decisions', { name: detail.name })}>
      {about.length > 0 && (
        <ul className={classes.decisions}>
          {about.map((decision) => (
            <li key={decision.id}>
              <DecisionItem
                community={community.id}
                decision={decision}
                about={decisions.find(({ id }) => id === decision.about)}
                mayAct={community.state === 'member'}
              />
            </li>
          ))}
        </ul>
      )}
      <PlaceLink to={{ at: 'decisions', community: community.id }} className={classes.link}>
        {t('person.allDecisions')}
      </PlaceLink>
    </Section>
  )
}
