/** One's own picture here: chosen, dropped or pasted, cut to a square, shown at once; and taken away again. */
import { Button, FileButton } from '@mantine/core'
import { useEffect, useEffectEvent, useRef, useState, type RefObject } from 'react'
import { PersonTile } from '../../content/index.ts'
import { useText } from '../../i18n/index.ts'
import { base64url, LIMITS, useCommand, usePicture, type CommunityId, type MemberId } from '../../session/index.ts'
import { Notice, openPicture } from '../../ui/index.ts'
import { CropDialog } from './CropDialog.tsx'
import type { Square } from './crop.ts'
import { encodePicture } from './encode.ts'
import classes from './picture.module.css'

interface PictureFieldProps {
  readonly community: CommunityId
  readonly me: MemberId
  readonly name: string
}

export function PictureField({ community, me, name }: PictureFieldProps) {
  const { t, format, refusal } = useText()
  const shown = usePicture(me)
  const [bitmap, setBitmap] = useState<ImageBitmap>()
  const [over, setOver] = useState(false)
  const [done, setDone] = useState<'saved' | 'removed'>()
  const [trouble, setTrouble] = useState<'not-one' | 'too-large'>()
  const show = useCommand((client, picture: string) => client.pictures.set({ community, picture }))

  const open = async (file: File | null | undefined): Promise<void> => {
    if (!file) return
    show.reset()
    setDone(undefined)
    const opened = await openPicture(file, LIMITS.pictureFileBytes)
    setTrouble('trouble' in opened ? opened.trouble : undefined)
    if ('bitmap' in opened) setBitmap(opened.bitmap)
  }
  const close = (): void => {
    bitmap?.close()
    setBitmap(undefined)
  }
  const use = async (square: Square): Promise<void> => {
    const bytes = bitmap && (await encodePicture(bitmap, square))
    if (!bytes) {
      setTrouble('not-one')
      return close()
    }
    if (!(await show.run(base64url(bytes))).ok) return
    setDone('saved')
    close()
  }
  const remove = async (): Promise<void> => {
    setTrouble(undefined)
    setDone((await show.run('')).ok ? 'removed' : undefined)
  }
  usePastedPicture((file) => void open(file))
  const box = useRef<HTMLFieldSetElement>(null)
  useDropped(box, setOver, (file) => void open(file))

  return (
    <fieldset ref={box} className={classes.field} aria-label={t('picture.title')} data-over={over}>
      <PersonTile id={me} name={name} size="huge" />
      <div className={classes.about}>
        <div className={classes.buttons}>
          <FileButton onChange={(file) => void open(file)} accept="image/*">
            {(props) => (
              <Button {...props} variant="default">
                {t(shown === undefined ? 'picture.choose' : 'picture.change')}
              </Button>
            )}
          </FileButton>
          {shown !== undefined && (
            <Button variant="subtle" onClick={() => void remove()}>
              {t('picture.remove')}
            </Button>
          )}
        </div>
        <p className={classes.hint}>{t('picture.hint')}</p>
        <output className={classes.hint}>{done && t(`picture.${done}`)}</output>
        {trouble && (
          <Notice tone="bad" live>
            {trouble === 'not-one'
              ? t('picture.notOne')
              : t('picture.tooLarge', { most: format.bytes(LIMITS.pictureFileBytes) })}
          </Notice>
        )}
        {show.refusal && !bitmap && (
          <Notice tone="bad" live>
            {refusal(show.refusal)}
          </Notice>
        )}
      </div>
      <CropDialog
        bitmap={bitmap}
        busy={show.busy}
        trouble={show.refusal && refusal(show.refusal)}
        onUse={(square) => void use(square)}
        onClose={close}
      />
    </fieldset>
  )
}

/** A picture that is pasted anywhere on the page; text goes where it always goes. */
function usePastedPicture(take: (file: File) => void): void {
  const latest = useEffectEvent(take)
  useEffect(() => {
    const paste = (event: ClipboardEvent): void => {
      const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith('image/'))
      if (!file) return
      event.preventDefault()
      latest(file)
    }
    document.addEventListener('paste', paste)
    return () => document.removeEventListener('paste', paste)
  }, [])
}

/** A file that is dropped here; while one is held over it, that is told. */
function useDropped(
  box: RefObject<HTMLElement | null>,
  setOver: (over: boolean) => void,
  take: (file: File | undefined) => void,
): void {
  const latest = useEffectEvent(take)
  useEffect(() => {
    const element = box.current
    if (!element) return undefined
    const held = (event: DragEvent): void => {
      event.preventDefault()
      setOver(event.type === 'dragover')
      if (event.type === 'drop') latest(event.dataTransfer?.files[0])
    }
    const kinds = ['dragover', 'dragleave', 'drop'] as const
    for (const kind of kinds) element.addEventListener(kind, held)
    return () => {
      for (const kind of kinds) element.removeEventListener(kind, held)
    }
  }, [box, setOver])
}
