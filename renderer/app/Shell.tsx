/** The frame: rail, list, screen, context. Narrow windows turn the first two into a drawer and lay the last over the screen. */
import { Drawer } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { Outlet } from '@tanstack/react-router'
import { useEffect, useLayoutEffect, useMemo, useState, type ReactNode } from 'react'
import { InviteDialog, Rail, SpaceList } from '../communities/index.ts'
import { useText } from '../i18n/index.ts'
import { Notifier, useNextUnread } from '../inbox/index.ts'
import { DirectDialog, NewPrivateDialog } from '../private/index.ts'
import { mayRead, useCommunities, useCommunity, useHost, useNavigator } from '../session/index.ts'
import { FrameProvider, giveFocusBack } from '../ui/index.ts'
import classes from './app.module.css'
import { CheatSheet } from './CheatSheet.tsx'
import { ContextPane } from './ContextPane.tsx'
import { useHere } from './here.ts'
import { setOpenCommunity } from './open-community.ts'
import { Palette } from './Palette.tsx'
import { ShellProvider, type ShellState } from './shell-state.ts'
import { useKeys } from './useKeys.ts'
import { Attending } from './Attending.tsx'
import { useThreadPane } from './useThreadPane.ts'

const now = { getInitialValueInEffect: false }

export function Shell() {
  const { t } = useText()
  const here = useHere()
  const { go } = useNavigator()
  const communities = useCommunities()
  const community = useCommunity(here.community)
  const narrow = useMediaQuery('(max-width: 719px)', undefined, now)
  const overlaid = useMediaQuery('(max-width: 1099px)', undefined, now)
  const { pane, togglePane, closePane, ...threads } = useThreadPane(overlaid, here.space)
  const { thread, openThread, openListed, backToThreads } = threads
  const [drawer, setDrawer] = useState(false)
  const [sheet, setSheet] = useState(false)
  const [inviting, setInviting] = useState(false)
  const [choosing, setChoosing] = useState<'private' | 'direct' | undefined>()
  const link = useHost().value?.link

  useEffect(() => setOpenCommunity(here.community), [here.community])
  useEffect(() => {
    document.title = community ? `${community.name} – ${t('app.name')}` : t('app.name')
  }, [community, t])
  // An invitation opened from outside is shown wherever the person is.
  useEffect(() => {
    if (link !== undefined) go({ at: 'join' })
  }, [link, go])
  const usable = community !== undefined && mayRead(community)
  const inRoom = here.space !== undefined && usable
  useKeys({
    togglePane,
    search: inRoom ? () => togglePane('search') : undefined,
    openSheet: () => setSheet(true),
  })

  useNextUnread()
  // What lies over the screen gives the focus back by itself; what stood beside it took it along.
  const isBare = !overlaid && inRoom && pane === undefined
  useLayoutEffect(() => {
    if (isBare) giveFocusBack()
  }, [isBare])

  const state = useMemo<ShellState>(
    () => ({
      ...{ pane, togglePane, closePane, thread, openThread, openListed, backToThreads },
      openSheet: () => setSheet(true),
      openInvite: () => setInviting(true),
      openPrivate: setChoosing,
    }),
    [pane, togglePane, closePane, thread, openThread, openListed, backToThreads],
  )
  const frame = useMemo(() => ({ openNavigation: narrow ? () => setDrawer(true) : undefined }), [narrow])

  // Before there is a community there is nothing to go to: the welcome has the window to itself.
  const bare = communities?.length === 0 && here.page === undefined
  const onChosen = (): void => setDrawer(false)
  // Each is also opened out of the palette, which is gone when it closes.
  const closing = (close: () => void) => (): void => {
    close()
    giveFocusBack()
  }
  const unchoose = closing(() => setChoosing(undefined))
  const at =
    here.page === 'settings' || here.page === 'inbox'
      ? here.page
      : here.page === undefined || here.page === 'search'
        ? undefined
        : 'add'
  const navigation = (
    <>
      <Rail current={here.community} at={at} onChosen={onChosen} />
      {community && usable && (
        <SpaceList
          key={community.id}
          community={community}
          current={here.space}
          part={here.part}
          onChosen={onChosen}
          onPrivate={setChoosing}
        />
      )}
    </>
  )
  const context: ReactNode =
    inRoom && community && pane ? (
      <ContextPane
        pane={pane}
        community={community}
        space={here.space}
        onClose={closePane}
        onGone={overlaid ? closePane : undefined}
      />
    ) : undefined
  const drawerLook = {
    withCloseButton: false,
    classNames: { body: classes.drawerBody ?? '', content: classes.drawerContent ?? '' },
  }

  return (
    <ShellProvider value={state}>
      <Attending />
      <Notifier community={here.community} space={here.space} />
      <FrameProvider value={frame}>
        <div className={classes.frame}>
          {!bare && !narrow && navigation}
          {narrow && !bare && (
            <Drawer
              opened={drawer}
              onClose={onChosen}
              size={usable ? 304 : 64}
              position="left"
              attributes={{ content: { 'aria-label': t('frame.rail') } }}
              {...drawerLook}
            >
              <div className={classes.drawer}>{navigation}</div>
            </Drawer>
          )}
          <main className={classes.main}>
            <Outlet />
          </main>
          {context && !overlaid && (
            <aside
              className={classes.context}
              aria-label={t('frame.context')}
              data-region="context"
              data-wide={pane === 'thread'}
            >
              {context}
            </aside>
          )}
          {overlaid && (
            <Drawer
              opened={context !== undefined}
              onClose={closePane}
              size={narrow ? '100%' : pane === 'thread' ? 420 : 300}
              position="right"
              attributes={{ content: { 'aria-label': t('frame.context') } }}
              {...drawerLook}
            >
              <div className={classes.overlay}>{context}</div>
            </Drawer>
          )}
        </div>
        {community && (
          <InviteDialog community={community} opened={inviting} onClose={closing(() => setInviting(false))} />
        )}
        {community && (
          <>
            <NewPrivateDialog community={community} opened={choosing === 'private'} onClose={unchoose} />
            <DirectDialog community={community} opened={choosing === 'direct'} onClose={unchoose} />
          </>
        )}
        <Palette onSheet={() => setSheet(true)} onInvite={() => setInviting(true)} onPrivate={setChoosing} />
        <CheatSheet opened={sheet} onClose={closing(() => setSheet(false))} />
      </FrameProvider>
    </ShellProvider>
  )
}
