/** What is done about the first post of a topic: who may edit it, editing it, and what it has said. */
import { Button, Menu } from '@mantine/core'
import { IconHistory, IconUsersGroup, IconUserEdit, IconWriting } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import {
  command,
  useCommand,
  useConnection,
  type CommunityId,
  type FirstPost,
  type SpaceId,
  type TopicView,
} from '../session/index.ts'
import { Notice } from '../ui/index.ts'
import classes from './boards.module.css'

interface FirstPostParts {
  readonly community: CommunityId
  readonly space: SpaceId
  readonly topic: TopicView
  readonly first: FirstPost
  readonly onOpen: (dialog: 'text' | 'history') => void
}

/** Items of the topic's menu. */
export function FirstPostItems({ community, space, topic, first, onOpen }: FirstPostParts) {
  const { t } = useText()
  const switching = useCommand((client) =>
    client.boards.setWiki({ community, space, topic: topic.id, on: !topic.wiki }),
  )
  return (
    <>
      {first.mayEdit && (
        <Menu.Item leftSection={<IconWriting size={18} />} onClick={() => onOpen('text')}>
          {t('boards.editFirst')}
        </Menu.Item>
      )}
      {first.versions > 1 && (
        <Menu.Item leftSection={<IconHistory size={18} />} onClick={() => onOpen('history')}>
          {t('boards.history')}
        </Menu.Item>
      )}
      {first.maySwitch && (
        <Menu.Item
          leftSection={topic.wiki ? <IconUserEdit size={18} /> : <IconUsersGroup size={18} />}
          onClick={() => void switching.run()}
        >
          {topic.wiki ? t('boards.wikiOff') : t('boards.wikiOn')}
        </Menu.Item>
      )}
    </>
  )
}

/** Under the first post. */
export function FirstPostLine({ topic, first, onOpen }: Pick<FirstPostParts, 'topic' | 'first' | 'onOpen'>) {
  const { t, format } = useText()
  const { changed, versions } = first
  if (!topic.wiki && !changed) return null
  return (
    <>
      {topic.wiki && (
        <span className={classes.isWiki}>
          <IconUsersGroup size={16} aria-hidden="true" />
          {t('boards.isWiki')}
        </span>
      )}
      {changed && <span>{t('boards.changedBy', { name: changed.byName, when: format.moment(changed.at) })}</span>}
      {first.mayEdit && (
        <Button size="compact-xs" variant="default" onClick={() => onOpen('text')}>
          {t('boards.editIt')}
        </Button>
      )}
      {versions > 1 && (
        <Button size="compact-xs" variant="default" onClick={() => onOpen('history')}>
          {t('boards.historyOf', { count: versions })}
        </Button>
      )}
    </>
  )
}

/** Something I wrote stands beside what somebody else wrote at the same time. */
export function BesideNotice({ community, space, first, onOpen }: Omit<FirstPostParts, 'topic'>) {
  const { t } = useText()
  const connection = useConnection()
  const [known, setKnown] = useState<string>()
  const { beside } = first
  if (!beside || beside.id === known) return null
  const seen = (): void => {
    setKnown(beside.id)
    // Where it cannot be noted, it is told again after the next start.
    void command(connection, ({ boards }) => boards.besideSeen({ community, space, version: beside.id }))
  }
  return (
    <div className={classes.closed}>
      <Notice tone="warn" live>
        <p className={classes.besideText}>{t('boards.beside', { name: beside.byName })}</p>
        <span className={classes.besideDeeds}>
          <Button
            size="compact-sm"
            onClick={() => {
              seen()
              onOpen('history')
            }}
          >
            {t('boards.besideShow')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={seen}>
            {t('boards.besideKnown')}
          </Button>
        </span>
      </Notice>
    </div>
  )
}
