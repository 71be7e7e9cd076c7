/** Takes an archive, chosen or dropped. */
import { Button, FileButton } from '@mantine/core'
import { useState, type DragEvent } from 'react'
import { useText } from '../i18n/index.ts'
import classes from './archive.module.css'

export function ChooseFile({ onFile }: { onFile: (file: File) => void }) {
  const { t } = useText()
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    const [file] = event.dataTransfer.files
    if (file) onFile(file)
  }
  return (
    <section
      className={classes.card}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <h2 className={classes.title}>{t('archive.open')}</h2>
      <p className={classes.note}>{t('archive.openHint')}</p>
      <div className={classes.row}>
        <span className={classes.note}>{t('archive.drop')}</span>
        <FileButton onChange={(file) => file && onFile(file)}>
          {(props) => <Button {...props}>{t('archive.choose')}</Button>}
        </FileButton>
      </div>
    </section>
  )
}
