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
  const [port, setPort] = useState(settings.port === 0 ? '' : String(settings.port))
  const [lines, setLines] = useState(settings.addresses.map(shownAddress).join('\n'))
  const [wrong, setWrong] = useState(false)
  const change = useCommand((client, wish: { port: number; addresses: string[] }) => client.network.change(wish))
  const submit = (): void => {
    const number = portOf(port)
    setWrong(number === undefined)
    const addresses = lines.split('\n').flatMap((line) => line.trim() || [])
    if (number !== undefined) void change.run({ port: number, addresses })
  }
  const trouble = change.refusal
  const aboutPort = trouble?.code.startsWith('sync/') === true
  return (
    <form
      className={classes.addresses}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <TextInput
        label={t('network.fixedPort')}
        description={t('network.fixedPortHint')}
        inputMode="numeric"
        dir="ltr"
        maw={320}
        maxLength={5}
        value={port}
        error={wrong ? t('network.portWrong') : aboutPort && trouble && refusal(trouble)}
        onChange={(event) => {
          setPort(event.target.value)
          setWrong(false)
          change.reset()
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
          change.reset()
        }}
      />
      {trouble && !aboutPort && (
        <Notice tone="bad" live>
          {refusal(trouble)}
        </Notice>
      )}
      <div>
        <Button type="submit" variant="default" loading={change.busy}>
          {t('network.apply')}
        </Button>
      </div>
    </form>
  )
}
