/** Offers to show that I am who an earlier member was, where this profile still has that member's key. */
import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useText } from '../i18n/index.ts'
import { command, useCommand, useConnection, type CommunityId, type MemberView } from '../session/index.ts'
import { Notice } from '../ui/index.ts'

export function FormerSelves({ community }: { community: CommunityId }) {
  const { t, refusal } = useText()
  const connection = useConnection()
  const [former, setFormer] = useState<readonly MemberView[]>([])
  const claim = useCommand((client, member: MemberView) => client.members.claimFormer({ community, former: member.id }))
  useEffect(() => {
    let gone = false
    void command(connection, (client) => client.members.formerSelves({ community })).then((outcome) => {
      if (!gone && outcome.ok) setFormer(outcome.value)
    })
    return () => {
      gone = true
    }
  }, [connection, community])
  const show = async (member: MemberView): Promise<void> => {
    if ((await claim.run(member)).ok) setFormer(former.filter(({ id }) => id !== member.id))
  }
  return former.map((member) => (
    <Notice
      key={member.id}
      action={
        <Button size="compact-md" variant="default" loading={claim.busy} onClick={() => void show(member)}>
          {t('person.formerShow')}
        </Button>
      }
    >
      <strong>{t('person.formerTitle')}</strong> {t('person.formerText', { name: member.name })}
      {claim.refusal && <span role="alert"> {refusal(claim.refusal)}</span>}
    </Notice>
  ))
}
