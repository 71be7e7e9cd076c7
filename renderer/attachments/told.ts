import { useText } from '../i18n/index.ts'

/** Files of a message in words, where they are not shown: the first name, and how many there are in all. Empty for none. */
export function useFilesTold(): (files: readonly { readonly name: string }[]) => string {
  const { t } = useText()
  return (files) => (files[0] ? t('attach.told', { name: files[0].name, count: files.length }) : '')
}
