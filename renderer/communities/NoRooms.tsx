import { Button } from '@mantine/core'
import { IconHash } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import type { CommunitySummary } from '../session/index.ts'
import { Bar, Empty } from '../ui/index.ts'
import { CreateRoomDialog } from './CreateRoomDialog.tsx'
import classes from './unusable.module.css'

/** A community that has no room yet. */
export function NoRooms({ community }: { community: CommunitySummary }) {
  const { t } = useText()
  const [opened, setOpened] = useState(false)
  return (
    <div className={classes.page}>
      <Bar title={community.name} />
      <Empty
        icon={<IconHash size={28} aria-hidden="true" />}
        title={t('community.noRoomsTitle')}
        action={
          community.state === 'member' && <Button onClick={() => setOpened(true)}>{t('community.newRoom')}</Button>
        }
      >
        {t('community.noRoomsHint')}
      </Empty>
      <CreateRoomDialog kind="room" community={community.id} opened={opened} onClose={() => setOpened(false)} />
    </div>
  )
}
