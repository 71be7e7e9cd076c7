/** Choosing people: found by typing, shown as chips, all of it with the keyboard. */
import { MultiSelect, type ComboboxItem, type ComboboxLikeRenderOptionInput } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useSpaceNaming } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import { useMembers, type CommunityId, type MemberId, type MemberView } from '../session/index.ts'
import { Notice, Tile } from '../ui/index.ts'
import { pickable, picked } from './pickable.ts'
import classes from './private.module.css'

interface MemberPickerProps {
  readonly community: CommunityId
  readonly label: string
  readonly value: readonly MemberId[]
  readonly onChange: (people: readonly MemberId[]) => void
  /** Who is in already and not offered. */
  readonly without?: readonly MemberId[]
  readonly most: number
  readonly error?: string | undefined
  readonly autoFocus?: boolean
}

/** Names shown at once: whoever is further down is found by typing. */
const mostShown = 60

export function MemberPicker({
  community,
  label,
  value,
  onChange,
  without = [],
  most,
  error,
  autoFocus = false,
}: MemberPickerProps) {
  const { t, language } = useText()
  const { personName } = useSpaceNaming(community)
  const members = useMembers(community).value
  const offered = pickable(members ?? [], without, language)
  if (members && offered.length === 0) return <Notice>{t('spaces.nobodyElse')}</Notice>

  const byId = new Map(offered.map((member) => [member.id, member]))
  const draw = ({ option, checked }: ComboboxLikeRenderOptionInput<ComboboxItem>) => {
    const member = byId.get(option.value as MemberId)
    return member && <Option member={member} checked={checked ?? false} />
  }
  return (
    <MultiSelect
      label={label}
      description={value.length >= most ? t('spaces.full') : t('spaces.peopleHint')}
      placeholder={value.length === 0 ? t('spaces.pick') : ''}
      data={offered.map((member) => ({ value: member.id, label: personName(member) }))}
      value={[...value]}
      onChange={(ids) => onChange(picked(ids, offered))}
      searchable
      hidePickedOptions
      maxValues={most}
      limit={mostShown}
      maxDropdownHeight={260}
      nothingFoundMessage={t('spaces.nobody')}
      renderOption={draw}
      error={error}
      clearSearchOnChange
      comboboxProps={{ shadow: 'md', withinPortal: true }}
      classNames={{ pill: classes.pill ?? '', pillsList: classes.pills ?? '' }}
      {...(autoFocus ? { 'data-autofocus': true } : {})}
    />
  )
}

function Option({ member, checked }: { member: MemberView; checked: boolean }) {
  const { t } = useText()
  return (
    <span className={classes.option}>
      <Tile id={member.id} name={member.name} size="small" round />
      <span className={classes.optionText}>
        <span dir="auto" className={classes.optionName}>
          {member.name}
        </span>
        {member.lookAlike && <span className={classes.alike}>{t('spaces.pickAlike', { tag: member.tag })}</span>}
      </span>
      {checked && <IconCheck size={16} aria-hidden="true" />}
    </span>
  )
}
