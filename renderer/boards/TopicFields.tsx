/** What a topic is filed under, to be filled in. */
import { NativeSelect, TagsInput, TextInput } from '@mantine/core'
import { useText } from '../i18n/index.ts'
import { LIMITS, type BoardView } from '../session/index.ts'
import classes from './boards.module.css'

export interface Head {
  readonly title: string
  readonly tags: readonly string[]
  readonly category: string
}

interface TopicFieldsProps {
  readonly board: BoardView
  readonly head: Head
  readonly onChange: (head: Head) => void
}

export function TopicFields({ board, head, onChange }: TopicFieldsProps) {
  const { t, format } = useText()
  return (
    <>
      <TextInput
        data-autofocus
        label={t('boards.topicTitle')}
        placeholder={t('boards.titlePlaceholder')}
        required
        maxLength={LIMITS.topicTitleChars}
        value={head.title}
        {...(head.title !== '' && { dir: 'auto' })}
        onChange={({ currentTarget }) => onChange({ ...head, title: currentTarget.value })}
      />
      {board.categories.length > 0 && (
        <NativeSelect
          label={t('boards.category')}
          value={head.category}
          onChange={({ currentTarget }) => onChange({ ...head, category: currentTarget.value })}
        >
          <option value="">{t('boards.noCategory')}</option>
          {board.categories.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </NativeSelect>
      )}
      <TagsInput
        label={`${t('boards.tags')} (${t('common.optional')})`}
        description={t('boards.tagsHint', { most: format.number(LIMITS.topicTags) })}
        data={board.tags}
        value={[...head.tags]}
        onChange={(tags) => onChange({ ...head, tags })}
        maxTags={LIMITS.topicTags}
        maxLength={LIMITS.tagChars}
        splitChars={[',', ';', '،', '、']}
        limit={40}
        // As part of the page they belong to, so that those who hear the page are told what they are.
        comboboxProps={{ withinPortal: false }}
        withScrollArea={false}
        classNames={{ options: classes.options ?? '' }}
      />
    </>
  )
}
