/** The list over the text box from which a mention or an emoji is chosen; the focus stays in the box. */
import { Combobox, useCombobox } from '@mantine/core'
import { IconUsers, IconUsersGroup } from '@tabler/icons-react'
import { EmojiText } from '../../emoji/index.ts'
import { useText } from '../../i18n/index.ts'
import { PersonTile } from '../PersonTile.tsx'
import type { MentionChoice } from './mentionable.ts'
import classes from './suggestions.module.css'
import type { Suggestion, Suggestions } from './useSuggestions.ts'

interface SuggestionListProps {
  readonly id: string
  readonly suggestions: Suggestions
}

export function optionId(list: string, index: number): string {
  return `${list}-${index}`
}

export function SuggestionList({ id, suggestions: { list, active, point, take } }: SuggestionListProps) {
  const { t } = useText()
  // The text box says itself which one is meant: of the library it is only the list.
  const combobox = useCombobox({ opened: true })
  const [first] = list
  return (
    <>
      <output className="fm-unseen">{first && t('mention.found', { count: list.length })}</output>
      {first && (
        <Combobox
          store={combobox}
          onOptionSubmit={(key) => {
            const taken = list.find((suggestion) => keyOf(suggestion) === key)
            if (taken) take(taken)
          }}
        >
          <Combobox.Options
            id={id}
            aria-label={first.kind === 'mention' ? t('mention.list') : t('emoji.list')}
            className={classes.list ?? ''}
          >
            {list.map((suggestion, index) => (
              <Combobox.Option
                key={keyOf(suggestion)}
                value={keyOf(suggestion)}
                id={optionId(id, index)}
                aria-selected={index === active}
                className={classes.option ?? ''}
                onMouseMove={() => index === active || point(index)}
              >
                {suggestion.kind === 'mention' ? (
                  <MentionOption choice={suggestion.choice} />
                ) : (
                  <>
                    <span className={classes.emoji} aria-hidden="true">
                      <EmojiText text={suggestion.found.emoji} />
                    </span>
                    <span className={classes.name} dir="auto">
                      {suggestion.found.label}
                    </span>
                  </>
                )}
              </Combobox.Option>
            ))}
          </Combobox.Options>
        </Combobox>
      )}
    </>
  )
}

function keyOf(suggestion: Suggestion): string {
  if (suggestion.kind === 'emoji') return suggestion.found.emoji
  const { of } = suggestion.choice
  if (of.kind === 'member') return of.id
  return of.kind === 'role' ? of.role : of.kind
}

function MentionOption({ choice: { of, name, member } }: { choice: MentionChoice }) {
  const { t } = useText()
  if (!member) {
    const Sign = of.kind === 'room' ? IconUsersGroup : IconUsers
    const means = of.kind === 'role' ? t(`mention.${of.role}Means`) : t('mention.everyoneMeans')
    return (
      <>
        <Sign size={22} aria-hidden="true" className={classes.sign} />
        <span className={classes.name} dir="auto">
          @{name}
        </span>
        <span className={classes.more}>{means}</span>
      </>
    )
  }
  const { id, tag, role } = member
  return (
    <>
      <PersonTile id={id} name={name} size="tiny" />
      <span className={classes.name} dir="auto">
        {name}
      </span>
      {role !== 'member' && <span className={classes.more}>{t(`role.${role}`)}</span>}
      {tag !== undefined && <span className={classes.alike}>{t('mention.alike', { tag })}</span>}
    </>
  )
}
