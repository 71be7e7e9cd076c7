/** In the composer's place: the room is closed, and who may opens it again. */
import { Button } from '@mantine/core'
import { useText } from '../i18n/index.ts'
import { useCommand, type CommunityId, type SpaceView } from '../session/index.ts'
import { Notice } from '../ui/index.ts'
import classes from './unusable.module.css'

export function ArchivedNotice({ community, space }: { community: CommunityId; space: SpaceView }) {
  const { t, refusal } = useText()
  const { id, name, topic, mayChange } = space
  const open = useCommand((client) => client.spaces.change({ community, space: id, name, topic, archived: false }))
  const action = mayChange && (
    <Button variant="default" size="compact-md" loading={open.busy} onClick={() => void open.run()}>
      {t('talk.unarchive')}
    </Button>
  )
  return (
    <div className={classes.left}>
      <Notice action={action}>
        {t('talk.archivedNotice')}
        {open.refusal && <div role="alert">{refusal(open.refusal)}</div>}
      </Notice>
    </div>
  )
}
