/** What goes into an archive, and how it is locked. */
import { Button, Checkbox, Radio, TextInput } from '@mantine/core'
import { useSpaceNaming } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import type { ArchivePlanView, CommunitySummary, SpaceView } from '../session/index.ts'
import { Notice, scrollable } from '../ui/index.ts'
import classes from './archive.module.css'
import { PassphraseFields, type Typed } from './PassphraseFields.tsx'
import { type Choice, isBackwards } from './wish.ts'

interface ExportFormProps {
  readonly community: CommunitySummary
  readonly spaces: readonly SpaceView[]
  readonly choice: Choice
  readonly onChoice: (choice: Choice) => void
  readonly lock: Typed | undefined
  readonly onLock: (lock: Typed | undefined) => void
  readonly plan: ArchivePlanView | undefined
  readonly isPlanning: boolean
  readonly isReady: boolean
  readonly onMake: () => void
}

export function ExportForm(props: ExportFormProps) {
  const { choice, onChoice, lock, onLock, isReady, onMake } = props
  const { t } = useText()
  const change = (changes: Partial<Choice>): void => onChoice({ ...choice, ...changes })
  const isTimed = choice.what === 'time'
  return (
    <form
      className={classes.page}
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady) onMake()
      }}
    >
      <Radio.Group label={t('archive.what')} value={choice.what} onChange={(what) => change({ what: what })}>
        <div className={classes.choices}>
          <Radio value="all" label={t('archive.whatAll')} />
          <Radio value="spaces" label={t('archive.whatSpaces')} />
          <Radio value="time" label={t('archive.whatTime')} />
          <Radio value="mine" label={t('archive.whatMine')} />
        </div>
      </Radio.Group>
      {choice.what === 'spaces' && <Spaces {...props} />}
      {isTimed && (
        <div className={classes.days}>
          <TextInput
            type="date"
            label={t('archive.from')}
            value={choice.from}
            onChange={(event) => change({ from: event.target.value })}
          />
          <TextInput
            type="date"
            label={t('archive.to')}
            value={choice.to}
            error={isBackwards(choice) && t('archive.wrongTime')}
            onChange={(event) => change({ to: event.target.value })}
          />
        </div>
      )}
      <fieldset className={classes.fields}>
        <legend className={classes.legend}>{t('archive.with')}</legend>
        <Checkbox
          label={t('archive.privates')}
          description={t('archive.privatesHint')}
          checked={choice.privates}
          onChange={(event) => change({ privates: event.target.checked })}
        />
        <Checkbox
          label={t('archive.media')}
          description={t('archive.mediaHint')}
          checked={choice.media}
          onChange={(event) => change({ media: event.target.checked })}
        />
        <Checkbox
          label={t('archive.record')}
          description={isTimed ? t('archive.timeHint') : t('archive.recordHint')}
          disabled={isTimed}
          checked={choice.record && !isTimed}
          onChange={(event) => change({ record: event.target.checked })}
        />
        <Checkbox
          label={t('archive.lock')}
          description={t('archive.lockHint')}
          checked={lock !== undefined}
          onChange={(event) => onLock(event.target.checked ? { first: '', again: '' } : undefined)}
        />
      </fieldset>
      {lock ? <PassphraseFields typed={lock} onChange={onLock} /> : <Notice>{t('archive.openForAll')}</Notice>}
      <Size {...props} />
      <div className={classes.buttons}>
        <Button type="submit" disabled={!isReady}>
          {t('archive.do')}
        </Button>
      </div>
    </form>
  )
}

function Spaces({ community, spaces, choice, onChoice }: ExportFormProps) {
  const { t } = useText()
  const { nameOf } = useSpaceNaming(community.id)
  return (
    <Checkbox.Group
      label={t('archive.which')}
      error={choice.spaces.size === 0 && t('archive.spacesMissing')}
      value={[...choice.spaces]}
      onChange={(chosen) => onChoice({ ...choice, spaces: new Set(chosen) })}
    >
      <div className={classes.spaces} {...scrollable}>
        {spaces
          .filter(({ kind }) => choice.privates || kind === 'room' || kind === 'board')
          .map((space) => (
            <Checkbox key={space.id} value={space.id} label={<bdi>{nameOf(space)}</bdi>} />
          ))}
      </div>
    </Checkbox.Group>
  )
}

/** How large it is and what stands in it, told again when that changes. */
function Size({ plan, isPlanning, choice }: ExportFormProps) {
  const { t, format } = useText()
  const size = plan && t('archive.size', { size: format.bytes(plan.bytes) })
  return (
    <output className={classes.facts}>
      {plan ? (
        <>
          <strong>{size}</strong>
          <span>
            {t('archive.facts', {
              messages: t('archive.messages', { count: plan.messages, shown: format.number(plan.messages) }),
              people: t('archive.people', { count: plan.people, shown: format.number(plan.people) }),
              spaces: t('archive.spaces', { count: plan.spaces, shown: format.number(plan.spaces) }),
            })}
          </span>
          {choice.media && <Attached plan={plan} />}
          {plan.without > 0 && (
            <span>{t('archive.without', { count: plan.without, shown: format.number(plan.without) })}</span>
          )}
        </>
      ) : (
        isPlanning && t('archive.sizing')
      )}
    </output>
  )
}

/** How many pictures and files go along, and how many cannot. */
function Attached({ plan: { files, fileBytes, away } }: { plan: ArchivePlanView }) {
  const { t, format } = useText()
  return (
    <>
      {files > 0 && (
        <span>
          {t('archive.attached', { count: files, shown: format.number(files), size: format.bytes(fileBytes) })}
        </span>
      )}
      {away > 0 && <span>{t('archive.attachedAway', { count: away, shown: format.number(away) })}</span>}
    </>
  )
}
