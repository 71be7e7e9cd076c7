import { useText } from '../i18n/index.ts'
import classes from './list.module.css'

/** A skill, with how many vouch for it. */
export function SkillTag({ skill, vouches }: { skill: string; vouches: number }) {
  const { t, short } = useText()
  return (
    <span className={classes.tag}>
      {vouches > 0 ? (
        <>
          <span aria-hidden="true" className={classes.tagName}>
            {skill}
          </span>
          <span aria-hidden="true" className={classes.vouches}>
            {short(vouches)}
          </span>
          <span className="fm-unseen">{t('directory.vouched', { skill, count: vouches })}</span>
        </>
      ) : (
        <span className={classes.tagName}>{skill}</span>
      )}
    </span>
  )
}
