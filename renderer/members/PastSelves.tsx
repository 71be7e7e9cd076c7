/** Offers to show who I was in the community this one goes on from, where this profile still has that member's key. */
import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useText } from '../i18n/index.ts'
import { command, useCommand, useConnection, type CommunityId, type MemberId } from '../session/index.ts'
import { Notice } from '../ui/index.ts'

interface Past {
  readonly member: MemberId
  readonly name: string
  readonly community: string
}

export function PastSelves({ community }: { community: CommunityId }) {
  const { t, refusal } = useText()
  const connection = useConnection()
  const [selves, setSelves] = useState<readonly Past[]>([])
  const claim = useCommand((client, past: MemberId) => client.members.claimPast({ community, past }))
  useEffect(() => {
    let gone = false
    void command(connection, (client) => client.members.pastSelves({ community })).then((outcome) => {
      if (!gone && outcome.ok) setSelves(outcome.value)
    })
    return () => {
      gone = true
    }
  }, [connection, community])
  const show = async (past: MemberId): Promise<void> => {
    if ((await claim.run(past)).ok) setSelves([])
  }
  return selves.map(({ member, name, community: of }) => (
    <Notice
      key={member}
      action={
        <Button size="compact-md" variant="default" loading={claim.busy} onClick={() => void show(member)}>
          {t('person.formerShow')}
        </Button>
      }
    >
      {t('archive.pastText', { name: `\u2068${name}\u2069`, community: `\u2068${of}\u2069` })}
      {claim.refusal && <span role="alert"> {refusal(claim.refusal)}</span>}
    </Notice>
  ))
}
