/** Which part of a picture is shown: drawn along with mouse or finger, or moved with sliders, which keys move as well. */
import { Modal } from '@mantine/core'
import { useEffect, useId, useRef, useState } from 'react'
import { useText } from '../../i18n/index.ts'
import { Form } from '../../ui/index.ts'
import { middle, mostZoom, roomOf, squareOf, within, type Crop, type Square } from './crop.ts'
import { draw } from './encode.ts'
import classes from './picture.module.css'
import { useDragged } from './useDragged.ts'

interface CropDialogProps {
  readonly bitmap: ImageBitmap | undefined
  readonly busy: boolean
  readonly trouble: string | undefined
  readonly onUse: (square: Square) => void
  readonly onClose: () => void
}

export function CropDialog({ bitmap, onClose, ...rest }: CropDialogProps) {
  const { t } = useText()
  return (
    <Modal
      opened={bitmap !== undefined}
      onClose={onClose}
      title={t('picture.crop')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {bitmap && <Cropper bitmap={bitmap} onClose={onClose} {...rest} />}
    </Modal>
  )
}

/** Pixels of the preview; it is shown at half of that. */
const pixels = 512

function Cropper({ bitmap, busy, trouble, onUse, onClose }: CropDialogProps & { bitmap: ImageBitmap }) {
  const { t } = useText()
  const [crop, setCrop] = useState<Crop>(middle)
  const canvas = useRef<HTMLCanvasElement>(null)
  useDragged(canvas, bitmap, setCrop)
  useEffect(() => {
    draw(canvas.current?.getContext('2d') ?? null, bitmap, squareOf(bitmap, crop), pixels)
  }, [bitmap, crop])
  const change = (part: Partial<Crop>): void => setCrop((now) => within(bitmap, { ...now, ...part }))
  const room = roomOf(bitmap, crop)
  return (
    <Form
      action={t('picture.use')}
      busy={busy}
      trouble={trouble}
      onSubmit={() => onUse(squareOf(bitmap, crop))}
      onClose={onClose}
    >
      <p className={classes.hint}>{t('picture.cropHint')}</p>
      <figure className={classes.preview} aria-label={t('picture.preview')}>
        <canvas ref={canvas} className={classes.canvas} width={pixels} height={pixels} />
      </figure>
      <Slider
        first
        label={t('picture.zoom')}
        least={1}
        most={mostZoom}
        value={crop.zoom}
        onChange={(zoom) => change({ zoom })}
      />
      <Slider
        label={t('picture.across')}
        least={room.x}
        most={1 - room.x}
        value={crop.x}
        onChange={(x) => change({ x })}
      />
      <Slider
        label={t('picture.down')}
        least={room.y}
        most={1 - room.y}
        value={crop.y}
        onChange={(y) => change({ y })}
      />
    </Form>
  )
}

interface SliderProps {
  /** The keyboard begins here. */
  readonly first?: boolean
  readonly label: string
  readonly least: number
  readonly most: number
  readonly value: number
  readonly onChange: (value: number) => void
}

const steps = 100

function Slider({ first, label, least, most, value, onChange }: SliderProps) {
  const id = useId()
  const room = most - least
  const part = room > 0 ? (value - least) / room : 0.5
  return (
    <div className={classes.slider}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="range"
        data-autofocus={first}
        // A picture has its left where it has it, whichever way one reads.
        dir="ltr"
        min={0}
        max={steps}
        step={1}
        disabled={room <= 1e-6}
        value={Math.round(part * steps)}
        onChange={(event) => onChange(least + (Number(event.target.value) / steps) * room)}
      />
    </div>
  )
}
