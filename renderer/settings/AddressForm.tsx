/** For who sets up their router themselves: a port that stays, and where others find this device from outside. */
import { Button, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import { LIMITS, useCommand, type NetworkView } from '../session/index.ts'
import { Notice } from '../ui/index.ts'
import { portOf, shownAddress } from './address.ts'
import classes from './settings.module.css'

export function AddressForm({ settings }: { settings: NetworkView['settings'] }) {
  const { t, refusal } = useText()
  // Nothing until the person types: then what is in force may change beneath, and what they wrote stays.
  const [typedPort, setPort] = useState<string | undefined>()
  const [typedLines, setLines] = useState<string | undefined>()
  const [wrong, setWrong] = useState(false)
  const [saved, setSaved] = useState(false)
  const port = typedPort ?? (settings.port === 0 ? '' : String(settings.port))
  const lines = typedLines ?? settings.addresses.map(shownAddress).join('\n')
  const change = useCommand((client, wish: { port: number; addresses: string[] }) => client.network.change(wish))
  const edited = (): void => {
    setWrong(false)
    setSaved(false)
    change.reset()
  }
  const submit = async (): Promise<void> => {
    const number = portOf(port)
    setWrong(number === undefined)
    if (number === undefined) return
    const addresses = lines.split('\n').flatMap((line) => line.trim() || [])
    if (!(await change.run({ port: number, addresses })).ok) return
    setPort(undefined)
    setLines(undefined)
    setSaved(true)
  }
  const trouble = change.refusal
  const aboutPort = trouble?.code.startsWith('sync/') === true
  return (
    <form
      className={classes.addresses}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <TextInput
        label={t('network.fixedPort')}
        description={t('network.fixedPortHint')}
        inputMode="numeric"
        dir="ltr"
        maxLength={5}
        value={port}
        error={wrong ? t('network.portWrong') : aboutPort && trouble && refusal(trouble)}
        onChange={(event) => {
          setPort(event.target.value)
          edited()
        }}
      />
      <Textarea
        label={t('network.further')}
        description={t('network.furtherHint')}
        placeholder={t('network.furtherExample')}
        dir="ltr"
        autosize
        minRows={2}
        maxRows={8}
        maxLength={LIMITS.peerAddresses * LIMITS.addressChars}
        value={lines}
        onChange={(event) => {
          setLines(event.target.value)
          edited()
        }}
      />
      {trouble && !aboutPort && (
        <Notice tone="bad" live>
          {refusal(trouble)}
        </Notice>
      )}
      <div>
        <Button type="submit" variant="default" loading={change.busy}>
          <span aria-live="polite">{saved ? t('common.saved') : t('network.apply')}</span>
        </Button>
      </div>
    </form>
  )
}
