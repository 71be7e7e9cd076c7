/** A community whose data cannot be opened, or that was left: what is the matter, and the one thing that can be done. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import { useCommand, useNavigator, type CommunitySummary } from '../session/index.ts'
import { Bar, Empty, Notice } from '../ui/index.ts'
import classes from './unusable.module.css'

export function DamagedPage({ community }: { community: CommunitySummary }) {
  const { t, refusal } = useText()
  return (
    <div className={classes.page}>
      <Bar title={community.name} />
      <Empty
        icon={<IconAlertTriangle size={28} aria-hidden="true" />}
        title={t('community.damagedTitle', { name: community.name })}
        action={<RemoveData community={community} />}
      >
        <Stack gap="xs">
          {community.trouble && (
            <strong className={classes.why}>{refusal({ ...community.trouble, details: {} })}</strong>
          )}
          <span>{t('community.damagedHelp')}</span>
        </Stack>
      </Empty>
    </div>
  )
}

/** In the composer's place, in a community that was left or that removed me, and in an archive: what is here stays to be read. */
export function KeptNotice({ community }: { community: CommunitySummary }) {
  const { t, format } = useText()
  const state = community.state === 'removed' || community.state === 'archive' ? community.state : 'left'
  const sentences = {
    removed: t('standing.removedNotice'),
    left: t('community.leftNotice'),
    archive: [
      t('archive.readOnly'),
      community.archiveUntil === undefined ? '' : t('archive.newest', { when: format.moment(community.archiveUntil) }),
    ].join(' '),
  }
  return (
    <div className={classes.left}>
      <Notice action={<RemoveData community={community} />}>{sentences[state]}</Notice>
    </div>
  )
}

function RemoveData({ community }: { community: CommunitySummary }) {
  const { t, refusal } = useText()
  const { go } = useNavigator()
  const [asking, setAsking] = useState(false)
  const isArchive = community.state === 'archive'
  const forget = useCommand((client) => client.communities.forget({ community: community.id }))
  const submit = async (): Promise<void> => {
    if ((await forget.run()).ok) go({ at: 'start' })
  }
  return (
    <>
      <Button variant="default" size="compact-md" onClick={() => setAsking(true)}>
        {isArchive ? t('archive.forget') : t('community.removeData')}
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t(isArchive ? 'archive.forgetTitle' : 'community.removeTitle', { name: community.name })}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Stack>
          <Text>{t(isArchive ? 'archive.forgetText' : 'community.removeText')}</Text>
          {forget.refusal && (
            <Notice tone="bad" live>
              {refusal(forget.refusal)}
            </Notice>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
              {t('common.cancel')}
            </Button>
            <Button color="red" loading={forget.busy} onClick={() => void submit()}>
              {isArchive ? t('archive.forget') : t('community.removeData')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
