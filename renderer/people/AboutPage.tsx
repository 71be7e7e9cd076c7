/** One's own profile in one community, filled in from top to bottom; whatever goes wrong, what was typed stays. */
import { Button, Loader } from '@mantine/core'
import { IconId } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useText } from '../i18n/index.ts'
import {
  useCommand,
  useMembers,
  useNavigator,
  usePeople,
  usePerson,
  type CommunitySummary,
  type MemberId,
} from '../session/index.ts'
import { Bar, Empty, Notice, Sheet } from '../ui/index.ts'
import { aboutIn, draftFrom, fieldOf, keepDraft, keptDraft, wrongIn, type Draft, type Field } from './draft.ts'
import classes from './form.module.css'
import { GiveFields } from './GiveFields.tsx'
import { WhoFields } from './WhoFields.tsx'
import { WorkFields } from './WorkFields.tsx'

export function AboutPage({ community }: { community: CommunitySummary }) {
  const { t, refusal } = useText()
  const { value: members, refusal: trouble } = useMembers(community.id)
  const me = members?.find((one) => one.me)?.id
  return (
    <Sheet bar={<Bar icon={<IconId size={20} />} title={t('aboutMe.title')} subtitle={community.name} />}>
      {trouble && <Empty>{refusal(trouble)}</Empty>}
      {me && <Loaded community={community} me={me} />}
    </Sheet>
  )
}

function Loaded({ community, me }: { community: CommunitySummary; me: MemberId }) {
  const { t, refusal } = useText()
  const { value: person, refusal: trouble } = usePerson(community.id, me)
  if (trouble) return <Empty>{refusal(trouble)}</Empty>
  if (!person) return <Loader size="sm" aria-label={t('common.loading')} />
  return <AboutForm community={community} me={me} saved={draftFrom(person)} />
}

function AboutForm({ community, me, saved }: { community: CommunitySummary; me: MemberId; saved: Draft }) {
  const { t, refusal } = useText()
  const { go } = useNavigator()
  const people = usePeople(community.id).value?.people ?? []
  const [typed, setTyped] = useState(() => keptDraft(community.id))
  const [tried, setTried] = useState(0)
  const form = useRef<HTMLFormElement>(null)
  const save = useCommand((client, draft: Draft) =>
    client.directory.setAbout({ community: community.id, ...aboutIn(draft) }),
  )
  const draft = typed ?? saved
  const wrong = wrongIn(draft)
  const field = save.refusal && fieldOf(save.refusal)

  // The first field that is wrong is gone to, once it is drawn so.
  useEffect(() => {
    if (tried > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [tried])

  const change = (part: Partial<Draft>): void => {
    const next = { ...draft, ...part }
    setTyped(next)
    keepDraft(community.id, next)
    save.reset()
  }
  const letGo = (): void => {
    setTyped(undefined)
    keepDraft(community.id, undefined)
    save.reset()
    setTried(0)
  }
  const submit = async (): Promise<void> => {
    const outcome = Object.keys(wrong).length > 0 ? undefined : await save.run(draft)
    if (!outcome?.ok) return setTried((times) => times + 1)
    letGo()
    go({ at: 'people', community: community.id, member: me })
  }
  const errorIn = (of: Field): string | undefined => {
    if (field === of && save.refusal) return refusal(save.refusal)
    if (tried === 0) return undefined
    if (of === 'birthday' && wrong.birthday) return t('aboutMe.birthdayHalf')
    if (of === 'experience' && wrong.experience) return t('aboutMe.yearWrong')
    return undefined
  }
  const parts = { draft, change, errorIn }
  const failed = tried > 0 && (field !== undefined || Object.keys(wrong).length > 0)

  return (
    <form
      ref={form}
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <p className={classes.intro}>{t('aboutMe.intro', { name: `\u2068${community.name}\u2069` })}</p>
      <WhoFields {...parts} community={community.id} me={me} />
      <WorkFields {...parts} people={people} />
      <GiveFields {...parts} people={people} />
      <div className={classes.end}>
        {failed && (
          <Notice tone="bad" live>
            {t('aboutMe.notSaved')}
          </Notice>
        )}
        {save.refusal && field === undefined && (
          <Notice tone="bad" live>
            {refusal(save.refusal)}
          </Notice>
        )}
        <div className={classes.buttons}>
          <Button type="submit" loading={save.busy}>
            {t('common.save')}
          </Button>
          {typed && (
            <>
              <Button variant="default" onClick={letGo}>
                {t('aboutMe.discard')}
              </Button>
              <span className={classes.unsaved}>{t('aboutMe.unsaved')}</span>
            </>
          )}
        </div>
      </div>
    </form>
  )
}
