/** Hands what core tells of to the system. Nothing is shown of what the person looks at, and nothing before they allowed it. */
import { useEffect, useEffectEvent } from 'react'
import { useText } from '../i18n/index.ts'
import { useNavigator, useNotices, type CommunityId, type Notice, type SpaceId } from '../session/index.ts'
import { comeForward, mayNotify, showNotice } from './system-notice.ts'

interface NotifierProps {
  /** Where the person is. */
  readonly community: CommunityId | undefined
  readonly space: SpaceId | undefined
}

export function Notifier({ community, space }: NotifierProps) {
  const { t } = useText()
  const { go } = useNavigator()
  const notices = useNotices()
  const showRequests = (notice: Extract<Notice, { what: 'requests' }>): void => {
    const body = t('care.waiting', { count: notice.count })
    showNotice({ title: notice.communityName, body, tag: notice.tag }, () => {
      comeForward()
      go({ at: 'members', community: notice.community })
    })
  }
  const show = useEffectEvent((notice: Notice): void => {
    if (!mayNotify()) return
    if (notice.what === 'requests') return showRequests(notice)
    if (document.hasFocus() && notice.community === community && notice.space === space) return
    const where = `\u2068${notice.spaceName}\u2069 · \u2068${notice.communityName}\u2069`
    const several = t('notices.several', { count: notice.count })
    const said = notice.author === '' ? notice.text : `${notice.author}: ${notice.text}`
    const body = notice.text === '' ? several : notice.count > 1 ? `${said}\n${several}` : said
    showNotice({ title: where, body, tag: notice.tag }, () => {
      comeForward()
      go({ at: 'room', community: notice.community, space: notice.space, to: notice.message })
    })
  })
  useEffect(() => {
    for (const notice of notices ?? []) show(notice)
  }, [notices])
  return null
}
