/** What to look for, and in which order. */
import { CloseButton, Select, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useText } from '../i18n/index.ts'
import type { PersonView } from '../session/index.ts'
import { Choices } from '../ui/index.ts'
import { languagesOf, shows, skillsOf, type Show, type Wish } from './find.ts'
import classes from './page.module.css'
import { dropped } from './pick.ts'
import { languageName } from './tongues.ts'

interface ToolsProps {
  readonly people: readonly PersonView[]
  readonly wish: Wish
  readonly counts: Readonly<Record<Show, number>>
  readonly onWish: (wish: Wish) => void
}

export function Tools({ people, wish, counts, onWish }: ToolsProps) {
  const { t, language } = useText()
  const change = (part: Partial<Wish>): void => onWish({ ...wish, ...part })
  const skills = useMemo(() => skillsOf(people), [people])
  const languages = useMemo(
    () => languagesOf(people).map((code) => ({ value: code, label: languageName(code, language) })),
    [people, language],
  )
  const clear = { 'aria-label': t('directory.clear') }
  const choices = shows.filter((one) => one === 'everyone' || one === 'fitting' || one === wish.show || counts[one] > 0)
  return (
    <search className={classes.tools}>
      <TextInput
        aria-label={t('directory.search')}
        placeholder={t('directory.search')}
        leftSection={<IconSearch size={18} aria-hidden="true" />}
        rightSection={wish.query !== '' && <CloseButton size="sm" {...clear} onClick={() => change({ query: '' })} />}
        value={wish.query}
        onChange={(event) => change({ query: event.target.value })}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || wish.query === '') return
          event.preventDefault()
          change({ query: '' })
        }}
      />
      <Choices
        label={t('directory.filter')}
        value={wish.show}
        onChange={(show) => change({ show })}
        choices={choices.map((value) => ({ value, label: t(`directory.${value}`), count: counts[value] }))}
      />
      <div className={classes.selects}>
        <Select
          {...dropped}
          aria-label={t('directory.skill')}
          placeholder={t('directory.anySkill')}
          data={skills}
          value={wish.skill ?? null}
          onChange={(skill) => change({ skill: skill ?? undefined })}
          searchable
          clearable
          limit={60}
          nothingFoundMessage={t('directory.nothingListed')}
          clearButtonProps={clear}
        />
        <Select
          {...dropped}
          aria-label={t('directory.language')}
          placeholder={t('directory.anyLanguage')}
          data={languages}
          value={wish.language ?? null}
          onChange={(code) => change({ language: code ?? undefined })}
          searchable
          clearable
          nothingFoundMessage={t('directory.nothingListed')}
          clearButtonProps={clear}
        />
        <Select
          {...dropped}
          className={classes.order ?? ''}
          aria-label={t('directory.sort')}
          data={[
            { value: 'name', label: t('directory.byName') },
            { value: 'newest', label: t('directory.byNewest') },
          ]}
          value={wish.sort}
          onChange={(sort) => change({ sort: sort === 'newest' ? 'newest' : 'name' })}
          allowDeselect={false}
        />
      </div>
    </search>
  )
}
