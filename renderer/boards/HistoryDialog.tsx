/** All that a first post has said: who made it so, what was other than before, and a way to bring a text back. */
import { Button, Loader } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useText } from '../i18n/index.ts'
import {
  command,
  useCommand,
  useConnection,
  type CommunityId,
  type EntryId,
  type FirstPost,
  type PostVersion,
  type SpaceId,
} from '../session/index.ts'
import { Notice, scrollable } from '../ui/index.ts'
import { BoardDialog } from './BoardDialog.tsx'
import { differences } from './differences.ts'
import classes from './history.module.css'

interface HistoryDialogProps {
  readonly community: CommunityId
  readonly space: SpaceId
  readonly topic: EntryId
  readonly first: FirstPost
  readonly opened: boolean
  readonly onClose: () => void
}

export function HistoryDialog({ opened, onClose, ...rest }: HistoryDialogProps) {
  const { t } = useText()
  return (
    <BoardDialog title={t('boards.history')} opened={opened} onClose={onClose} wide>
      <History key={`${rest.first.version} ${rest.first.versions}`} {...rest} />
    </BoardDialog>
  )
}

function History({ community, space, topic, first }: Omit<HistoryDialogProps, 'opened' | 'onClose'>) {
  const { t, refusal } = useText()
  const connection = useConnection()
  const [versions, setVersions] = useState<readonly PostVersion[] | undefined>()
  const { version } = first
  useEffect(() => {
    let isOver = false
    void command(connection, ({ boards }) => boards.versions({ community, space, topic })).then((outcome) => {
      if (!isOver) setVersions(outcome.ok ? outcome.value : [])
    })
    return () => {
      isOver = true
    }
  }, [connection, community, space, topic])
  const restore = useCommand((client, text: string) =>
    client.boards.editFirst({ community, space, topic, text, base: version }),
  )
  if (!versions) return <Loader size="sm" aria-label={t('common.loading')} />
  return (
    <>
      {restore.refusal && (
        <Notice tone="bad" live>
          {refusal(restore.refusal)}
        </Notice>
      )}
      <ol className={classes.versions} aria-label={t('boards.history')} {...scrollable} reversed>
        {versions
          .map((each, at) => (
            <Version
              key={each.id}
              version={each}
              before={versions.find(({ id }) => id === each.from)?.text}
              isNow={at === versions.length - 1}
              restore={first.mayEdit ? () => void restore.run(each.text) : undefined}
              busy={restore.busy}
            />
          ))
          .toReversed()}
      </ol>
    </>
  )
}

interface VersionProps {
  readonly version: PostVersion
  /** What it was made from; nothing for the first. */
  readonly before: string | undefined
  readonly isNow: boolean
  readonly restore: (() => void) | undefined
  readonly busy: boolean
}

function Version({ version: { authorName, at, text, beside }, before, isNow, restore, busy }: VersionProps) {
  const { t, format } = useText()
  const when = format.moment(at)
  const parts = before === undefined ? [{ kind: 'same' as const, text }] : differences(before, text)
  return (
    <li className={classes.version}>
      <p className={classes.who}>
        <bdi className={classes.name}>{authorName}</bdi>
        <span>{when}</span>
        {isNow && <span className={classes.now}>{t('boards.versionNow')}</span>}
        {before === undefined && <span>{t('boards.versionFirst')}</span>}
        {beside && <span className={classes.beside}>{t('boards.versionBeside')}</span>}
      </p>
      <p className={classes.text} dir="auto">
        {parts.map((part, index) => (
          <Piece key={index} {...part} />
        ))}
      </p>
      {!isNow && restore && (
        <Button
          size="compact-sm"
          variant="default"
          disabled={busy}
          leftSection={<IconArrowBackUp size={16} aria-hidden="true" />}
          aria-label={t('boards.restoreOf', { name: authorName, when })}
          onClick={restore}
        >
          {t('boards.restore')}
        </Button>
      )}
    </li>
  )
}

function Piece({ kind, text }: ReturnType<typeof differences>[number]) {
  if (kind === 'added') return <ins className={classes.added}>{text}</ins>
  return kind === 'removed' ? <del className={classes.removed}>{text}</del> : text
}
