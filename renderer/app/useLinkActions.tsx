/** A link that was pasted into the palette is known for what it is, and leads to where it is read. */
import type { SpotlightActionData } from '@mantine/spotlight'
import { IconLink } from '@tabler/icons-react'
import { useText } from '../i18n/index.ts'
import { kindOf, linkIn } from '../onboarding/index.ts'
import { useNavigator } from '../session/index.ts'
import { handOver } from './pasted-link.ts'

export function useLinkActions(query: string): SpotlightActionData[] {
  const { t } = useText()
  const { go } = useNavigator()
  const link = linkIn(query)
  if (link === undefined) return []
  const words = { join: t('bring.paletteInvite'), device: t('bring.paletteDevice'), recover: t('bring.paletteRecover') }
  return [
    {
      id: 'link',
      label: words[kindOf(link)],
      // Found by whatever was pasted, with all that stood around the link.
      keywords: [query],
      leftSection: <IconLink size={20} aria-hidden="true" />,
      onClick: () => {
        handOver(link)
        go({ at: 'join' })
      },
    },
  ]
}
