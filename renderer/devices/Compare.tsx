/** The moment that keeps strangers out: the same digits on both devices, said by somebody who looked. */
import { Button, Group, Loader, Stack, Text } from '@mantine/core'
import { Digits } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import type { Refusal } from '../session/index.ts'
import { Notice, useFirstFocus } from '../ui/index.ts'
import classes from './devices.module.css'

interface CompareProps {
  readonly code: string
  /** What the person has said already. */
  readonly answer: boolean | undefined
  readonly refusal: Refusal | undefined
  readonly onAnswer: (same: boolean) => void
}

export function Compare({ code, answer, refusal, onAnswer }: CompareProps) {
  const { t, refusal: sentence } = useText()
  // What had the focus is gone with the link.
  const question = useFirstFocus<HTMLHeadingElement>()
  return (
    <Stack align="center" gap="md">
      <Digits code={code} label={t('pairing.code')} />
      {answer === true ? (
        <output className={classes.adding}>
          <Loader size="sm" aria-hidden="true" /> {t('pairing.adding')}
        </output>
      ) : (
        <>
          <h3 className={classes.ask} tabIndex={-1} ref={question}>
            {t('pairing.ask')}
          </h3>
          <Text ta="center" c="dimmed" maw={420}>
            {t('pairing.askHint')}
          </Text>
          <Group gap="sm" justify="center">
            <Button variant="default" size="md" onClick={() => onAnswer(false)}>
              {t('pairing.no')}
            </Button>
            <Button size="md" onClick={() => onAnswer(true)}>
              {t('pairing.yes')}
            </Button>
          </Group>
        </>
      )}
      {refusal && (
        <Notice tone="bad" live>
          {sentence(refusal)}
        </Notice>
      )}
    </Stack>
  )
}
