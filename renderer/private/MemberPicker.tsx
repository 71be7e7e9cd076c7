/** Choosing people: found by typing, ticked in a list that stands open, shown as chips; all of it with the keyboard. */
import { Combobox, Pill, PillsInput, useCombobox } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useLayoutEffect, useState, type KeyboardEvent } from 'react'
import { PersonTile, useSpaceNaming } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import { useMembers, type CommunityId, type MemberId, type MemberView } from '../session/index.ts'
import { Notice, scrollableAs } from '../ui/index.ts'
import { called, pickable, toggled } from './pickable.ts'
import classes from './picker.module.css'

interface MemberPickerProps {
  readonly community: CommunityId
  readonly label: string
  readonly value: readonly MemberId[]
  readonly onChange: (people: readonly MemberId[]) => void
  /** Who is in already and not offered. */
  readonly without?: readonly MemberId[]
  readonly most: number
  readonly error?: string | undefined
  /** It has the focus when its dialog opens. */
  readonly first?: boolean
}

/** Names drawn at once: whoever is further down is found by typing. */
const mostShown = 60

export function MemberPicker(props: MemberPickerProps) {
  const { community, label, value, onChange, without = [], most, error, first = false } = props
  const { t, language } = useText()
  const { personName } = useSpaceNaming(community)
  const members = useMembers(community).value
  const [search, setSearch] = useState('')
  // The list is no dropdown: it is there for as long as the field is.
  const combobox = useCombobox({ opened: true })
  const { selectFirstOption } = combobox
  // The best match is one Enter away, however soon that comes.
  useLayoutEffect(() => {
    if (search.trim() !== '') selectFirstOption()
  }, [search, selectFirstOption])
  const offered = pickable(members ?? [], without, language)
  if (members && offered.length === 0) return <Notice>{t('spaces.nobodyElse')}</Notice>

  const found = called(offered, search)
  const full = value.length >= most
  const change = (people: readonly MemberId[]): void => {
    onChange(people)
    setSearch('')
    combobox.resetSelectedOption()
  }
  const toggle = (id: string): void => change(toggled(value, id, offered, most))
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Backspace' && search === '') change(value.slice(0, -1))
  }

  return (
    <Combobox store={combobox} onOptionSubmit={toggle}>
      <PillsInput
        label={label}
        description={full ? t('spaces.full') : t('spaces.peopleHint')}
        error={error}
        className={classes.field ?? ''}
        onClick={() => combobox.focusTarget()}
      >
        <Pill.Group className={classes.pills ?? ''}>
          {offered
            .filter(({ id }) => value.includes(id))
            .map((member) => (
              <Pill key={member.id} withRemoveButton className={classes.pill ?? ''} onRemove={() => toggle(member.id)}>
                <bdi>{personName(member)}</bdi>
              </Pill>
            ))}
          {/* The list stays open: Escape is the dialog's. */}
          <Combobox.EventsTarget autoComplete="off" data-mantine-stop-propagation="false">
            <PillsInput.Field
              className={classes.input ?? ''}
              placeholder={t('spaces.pick')}
              value={search}
              onChange={({ target }) => {
                setSearch(target.value)
                if (target.value.trim() === '') combobox.resetSelectedOption()
              }}
              onKeyDown={onKeyDown}
              {...(first ? { 'data-autofocus': true } : {})}
            />
          </Combobox.EventsTarget>
        </Pill.Group>
      </PillsInput>
      <div className={classes.list} {...(found.length > 5 ? scrollableAs(t('spaces.people')) : {})}>
        <Combobox.Options aria-label={t('spaces.people')} aria-multiselectable>
          {found.slice(0, mostShown).map((member) => (
            <PersonOption key={member.id} member={member} chosen={value.includes(member.id)} />
          ))}
        </Combobox.Options>
        {found.length === 0 && <p className={classes.nobody}>{t('spaces.nobody')}</p>}
      </div>
    </Combobox>
  )
}

function PersonOption({ member, chosen }: { member: MemberView; chosen: boolean }) {
  const { t } = useText()
  const { id, name, lookAlike, tag } = member
  return (
    <Combobox.Option value={id} active={chosen} aria-selected={chosen} className={classes.option ?? ''}>
      <PersonTile id={id} name={name} size="small" />
      <span className={classes.person}>
        <span dir="auto" className={classes.name}>
          {name}
        </span>
        {lookAlike && <span className={classes.alike}>{t('spaces.pickAlike', { tag })}</span>}
      </span>
      <span className={classes.tick} data-chosen={chosen} aria-hidden="true">
        {chosen && <IconCheck size={14} />}
      </span>
    </Combobox.Option>
  )
}
