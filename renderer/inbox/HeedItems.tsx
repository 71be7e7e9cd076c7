/** How much one is told of a thread, its room and its community, as items of a menu. */
import { Menu } from '@mantine/core'
import { useText } from '../i18n/index.ts'
import { useCommand, useHeed, type CommunityId, type EntryId, type HeedLevel, type SpaceId } from '../session/index.ts'
import classes from './inbox.module.css'

interface HeedItemsProps {
  readonly community: CommunityId
  readonly space: SpaceId
  readonly root?: EntryId | undefined
  /** Whether the whole community is asked about as well. */
  readonly whole?: boolean
}

const levels: readonly HeedLevel[] = ['all', 'mentions', 'none']
/** What holds when nothing is set. */
const same = 'same'
const usual = 'usual'

export function HeedItems({ community, space, root, whole = false }: HeedItemsProps) {
  const { t } = useText()
  const heed = useHeed(community)
  const set = useCommand((client, input: { space?: SpaceId; level?: HeedLevel }) =>
    client.inbox.setLevel({ community, ...input }),
  )
  const follow = useCommand((client, value: 'follow' | 'mute' | undefined) =>
    root === undefined
      ? Promise.resolve()
      : client.inbox.follow({ community, space, root, ...(value && { follow: value }) }),
  )
  const room = heed?.rooms.find((each) => each.space === space)?.level
  const thread = heed?.threads.find((each) => each.space === space && each.root === root)?.follow
  return (
    <>
      {root !== undefined && (
        <>
          <Choices
            title={t('heed.thread')}
            value={thread ?? usual}
            choices={['follow', usual, 'mute']}
            onChange={(value) => void follow.run(value === usual ? undefined : value)}
          />
          <Menu.Divider />
        </>
      )}
      <Choices
        title={t('heed.room')}
        value={room ?? same}
        choices={[same, ...levels]}
        onChange={(value) => void set.run(value === same ? { space } : { space, level: value })}
      />
      {whole && (
        <>
          <Menu.Divider />
          <Choices
            title={t('heed.community')}
            value={heed?.level}
            choices={levels}
            onChange={(level) => void set.run({ level })}
          />
        </>
      )}
    </>
  )
}

type Word = HeedLevel | typeof same | typeof usual | 'follow' | 'mute'

interface ChoicesProps<T extends string> {
  readonly title: string
  readonly value: T | undefined
  readonly choices: readonly T[]
  readonly onChange: (value: T) => void
}

function Choices<T extends Word>({ title, value, choices, onChange }: ChoicesProps<T>) {
  const { t } = useText()
  const sentence = (word: Word): string => t(`heed.${word}`)
  return (
    <fieldset className={classes.menuGroup} aria-label={title}>
      <div className={classes.menuTitle} aria-hidden="true">
        {title}
      </div>
      <Menu.RadioGroup value={value ?? null}>
        {choices.map((choice) => (
          <Menu.RadioItem key={choice} value={choice} closeMenuOnClick onChange={() => onChange(choice)}>
            {sentence(choice)}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </fieldset>
  )
}
