/** All members that are asked for, as a long list of which only what is near the view is drawn. */
import { Virtualizer } from 'virtua'
import { useText } from '../i18n/index.ts'
import type { CommunityId, MemberId } from '../session/index.ts'
import { useRoving } from '../ui/index.ts'
import type { Line } from './arrange.ts'
import classes from './list.module.css'
import { MemberRow } from './MemberRow.tsx'

interface MemberListProps {
  readonly community: CommunityId
  readonly lines: readonly Line[]
  /** The member whose details are open. */
  readonly open: MemberId | undefined
  readonly mayLetIn: boolean
}

export function MemberList({ community, lines, open, mayLetIn }: MemberListProps) {
  const { t, format } = useText()
  const { box, list, stop, kept, onKeyDown, onStop } = useRoving(lines, open)
  return (
    <section ref={box} className={classes.scroll} aria-label={t('people.list')} data-region="main">
      <Virtualizer
        ref={list}
        scrollRef={box}
        data={lines}
        as="ul"
        item="li"
        bufferSize={400}
        itemSize={56}
        keepMounted={kept}
      >
        {(line) =>
          line.kind === 'heading' ? (
            <div key={line.key} className={classes.headingRow}>
              <h2 className={classes.heading}>
                {t(`people.${line.key}`)} <span className={classes.number}>{format.number(line.count)}</span>
              </h2>
              {line.key === 'waiting' && <p className={classes.hint}>{t('people.waitingHint')}</p>}
            </div>
          ) : (
            <MemberRow
              key={line.key}
              community={community}
              member={line.member}
              stop={line.key === stop}
              open={line.key === open}
              mayLetIn={mayLetIn}
              onStop={onStop}
              onKeyDown={onKeyDown}
            />
          )
        }
      </Virtualizer>
    </section>
  )
}
