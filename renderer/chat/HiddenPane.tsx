/** "Why can't I see this?": everything in a room that is kept and not shown, by who wrote it and why. */
import {
  IconAlertTriangle,
  IconArrowsSplit2,
  IconBan,
  IconDeviceLaptop,
  IconDoorExit,
  IconKey,
  IconRefreshAlert,
  IconUserMinus,
} from '@tabler/icons-react'
import { useId, useState } from 'react'
import { MessageBody } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import { PlaceLink, useHidden, type CommunityId, type HiddenView, type SpaceId } from '../session/index.ts'
import { Pane } from '../ui/index.ts'
import { keyOf, sentences } from './hidden.ts'
import classes from './hidden.module.css'

interface HiddenPaneProps {
  readonly community: CommunityId
  readonly space: SpaceId
  readonly onClose: () => void
}

const icons = {
  removed: IconUserMinus,
  left: IconDoorExit,
  'device-removed': IconDeviceLaptop,
  forked: IconArrowsSplit2,
  refused: IconBan,
  'waiting-for-key': IconKey,
  damaged: IconAlertTriangle,
  'update-needed': IconRefreshAlert,
} satisfies Record<HiddenView['reason'], typeof IconBan>

export function HiddenPane({ community, space, onClose }: HiddenPaneProps) {
  const { t } = useText()
  const groups = useHidden(community, space)
  return (
    <Pane title={t('hidden.title')} onClose={onClose}>
      <p className={classes.intro}>{groups?.length === 0 ? t('hidden.none') : t('hidden.intro')}</p>
      <ul className={classes.groups}>
        {groups?.map((group) => (
          <Group key={keyOf(group)} community={community} group={group} />
        ))}
      </ul>
    </Pane>
  )
}

function Group({ community, group }: { community: CommunityId; group: HiddenView }) {
  const { t, format } = useText()
  const [shown, setShown] = useState(false)
  const id = useId()
  const { reason, count, decision, byName, at, texts } = group
  const name = group.authorName || t('hidden.somebody')
  const Icon = icons[reason]
  return (
    <li className={classes.group}>
      <Icon size={18} aria-hidden="true" className={classes.icon} />
      <div className={classes.about}>
        <h3 className={classes.who}>
          {group.authorName !== '' && <bdi>{group.authorName}</bdi>}
          <span className={classes.count}>{count === 0 ? t('hidden.some') : t('hidden.count', { count })}</span>
        </h3>
        <p className={classes.why}>{t(sentences[reason], { name })}</p>
        {at !== undefined && (
          <p className={classes.decided}>
            {byName === undefined
              ? t('hidden.decidedNobody', { when: format.date(at) })
              : t('hidden.decided', { name: byName, when: format.date(at) })}{' '}
            {decision !== undefined && (
              <PlaceLink to={{ at: 'decisions', community }} className={classes.link}>
                {t('hidden.decision')}
              </PlaceLink>
            )}
          </p>
        )}
        {texts.length > 0 && (
          <button
            type="button"
            className={classes.toggle}
            aria-expanded={shown}
            aria-controls={id}
            onClick={() => setShown(!shown)}
          >
            {shown ? t('hidden.hide') : t('hidden.show')}
          </button>
        )}
        {shown && (
          <ul id={id} className={classes.texts} aria-label={t('hidden.texts', { name })}>
            {texts.map((text, index) => (
              <li key={index}>
                <MessageBody text={text} />
              </li>
            ))}
          </ul>
        )}
        {shown && texts.length < count && (
          <p className={classes.decided}>
            {t('hidden.first', { shown: format.number(texts.length), count: format.number(count) })}
          </p>
        )}
      </div>
    </li>
  )
}
