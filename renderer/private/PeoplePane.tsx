/** Who is in a private space, and who may be added or asked to leave. Stands where a room of all shows the members. */
import { Button } from '@mantine/core'
import { IconDoorExit, IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useSpaceNaming } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import {
  useCommand,
  useMembers,
  useNavigator,
  type CommunitySummary,
  type MemberView,
  type SpaceView,
} from '../session/index.ts'
import { Ask, Pane } from '../ui/index.ts'
import { AddPeopleDialog } from './AddPeopleDialog.tsx'
import { Carried } from './Carried.tsx'
import { Honest } from './Honest.tsx'
import { PersonRow } from './PersonRow.tsx'
import classes from './private.module.css'

interface PeoplePaneProps {
  readonly community: CommunitySummary
  readonly space: SpaceView
  readonly onClose: () => void
}

type Over = { readonly what: 'add' | 'leave' } | { readonly what: 'remove'; readonly member: MemberView }

export function PeoplePane({ community, space, onClose }: PeoplePaneProps) {
  const { t, refusal } = useText()
  const { go } = useNavigator()
  const { nameOf, othersOf } = useSpaceNaming(community.id)
  const members = useMembers(community.id).value ?? []
  const [over, setOver] = useState<Over | undefined>()
  const at = { community: community.id, space: space.id }
  const leave = useCommand((client) => client.spaces.leave(at))
  const remove = useCommand((client, { id }: MemberView) => client.spaces.removePerson({ ...at, member: id }))
  const close = (): void => {
    setOver(undefined)
    leave.reset()
    remove.reset()
  }

  const direct = space.kind === 'direct'
  const name = nameOf(space)
  const me = members.find((member) => member.me)
  const people = [...(me && space.people.includes(me.id) ? [me] : []), ...othersOf(space)]
  const open = community.state === 'member'
  const going = over?.what === 'remove' ? over.member : undefined

  return (
    <Pane title={t('spaces.title', { count: people.length })} onClose={onClose}>
      <div className={classes.pane}>
        <Honest community={community} fixed={direct} />
        <ul className={classes.people}>
          {people.map((member) => (
            <PersonRow
              key={member.id}
              member={member}
              {...(space.mayManage && !member.me && open
                ? { onRemove: () => setOver({ what: 'remove', member }) }
                : {})}
            />
          ))}
        </ul>
        {direct && open && <p className={classes.quiet}>{t('spaces.directFixed')}</p>}
        {open && <Carried community={community.id} space={space.id} />}
        {open && (
          <div className={classes.actions}>
            {space.mayManage && !direct && (
              <Button
                variant="default"
                size="compact-md"
                leftSection={<IconUserPlus size={16} aria-hidden="true" />}
                onClick={() => setOver({ what: 'add' })}
              >
                {t('spaces.addPeople')}
              </Button>
            )}
            <Button
              variant="subtle"
              color="red"
              size="compact-md"
              leftSection={<IconDoorExit size={16} aria-hidden="true" />}
              onClick={() => setOver({ what: 'leave' })}
            >
              {direct ? t('spaces.leaveDirect') : t('spaces.leave')}
            </Button>
          </div>
        )}
      </div>
      <AddPeopleDialog community={community} space={space} opened={over?.what === 'add'} onClose={close} />
      <Ask
        opened={going !== undefined}
        title={t('spaces.removeTitle', { name: going?.name ?? '', room: name })}
        action={t('spaces.removeDo')}
        busy={remove.busy}
        trouble={remove.refusal && refusal(remove.refusal)}
        onYes={() => going && void remove.run(going).then(({ ok }) => ok && close())}
        onClose={close}
      >
        <p className={classes.plain}>{t('spaces.removeText', { name: going?.name ?? '' })}</p>
      </Ask>
      <Ask
        opened={over?.what === 'leave'}
        title={t('spaces.leaveTitle', { name })}
        action={t('spaces.leaveDo')}
        busy={leave.busy}
        trouble={leave.refusal && refusal(leave.refusal)}
        onYes={() => void leave.run().then(({ ok }) => ok && go({ at: 'community', community: community.id }))}
        onClose={close}
      >
        <p className={classes.plain}>{direct ? t('spaces.leaveDirectText') : t('spaces.leaveText')}</p>
      </Ask>
    </Pane>
  )
}
