/** A mention in a text: the name the member has now, marked when I am meant, and the way to who they are. */
import type { Mention } from '../../../core/shared/index.ts'
import { useText } from '../../i18n/index.ts'
import { meansMe, useMentionScene } from './context.tsx'
import classes from './mentions.module.css'

export function MentionChip({ of, text }: { of: Mention; text: string }) {
  const { t } = useText()
  const scene = useMentionScene()
  const mine = meansMe(scene, of)
  const you = mine && <span className="fm-unseen">{t('mention.you')}</span>
  if (of.kind !== 'member') {
    const name = of.kind === 'room' ? t('mention.everyone') : t(`mention.${of.role}`)
    return (
      <bdi className={classes.mention} data-mine={mine}>
        @{name}
        {you}
      </bdi>
    )
  }
  const member = scene.memberOf(of.id)
  const { onMember } = scene
  // Whoever is named so in the text may be somebody else: nothing here vouches for it.
  if (!member)
    return (
      <bdi className={classes.mention} data-unknown title={t('mention.unknown')}>
        {text}
      </bdi>
    )
  if (!onMember)
    return (
      <bdi className={classes.mention} data-mine={mine}>
        @{member.name}
        {you}
      </bdi>
    )
  return (
    <button type="button" className={classes.mention} data-mine={mine} onClick={() => onMember(of.id)}>
      <bdi>@{member.name}</bdi>
      {you}
    </button>
  )
}
