/** Somebody is chosen, then something is done with them: beginning a conversation, or adding them to a room. */
import { useState, type ReactNode } from 'react'
import { useText } from '../i18n/index.ts'
import type { CommunityId, MemberId, Refusal } from '../session/index.ts'
import { Form } from '../ui/index.ts'
import { MemberPicker } from './MemberPicker.tsx'

interface PeopleFormProps {
  readonly community: CommunityId
  readonly label: string
  readonly action: string
  readonly most: number
  readonly without?: readonly MemberId[]
  readonly busy: boolean
  readonly refusal: Refusal | undefined
  readonly onPeople: (people: readonly MemberId[]) => void
  readonly onClose: () => void
  readonly children: ReactNode
}

export function PeopleForm({ label, action, busy, refusal, onPeople, onClose, children, ...picker }: PeopleFormProps) {
  const { t, refusal: sentence } = useText()
  const [people, setPeople] = useState<readonly MemberId[]>([])
  const [missing, setMissing] = useState(false)
  return (
    <Form
      action={action}
      busy={busy}
      trouble={refusal && sentence(refusal)}
      onSubmit={() => {
        setMissing(people.length === 0)
        if (people.length > 0) onPeople(people)
      }}
      onClose={onClose}
    >
      <MemberPicker
        {...picker}
        label={label}
        value={people}
        onChange={(chosen) => {
          setPeople(chosen)
          setMissing(false)
        }}
        error={missing ? t('spaces.noPeople') : undefined}
        first
      />
      {children}
    </Form>
  )
}
