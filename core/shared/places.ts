/** Where the profile lies when nobody named a folder: one place, whether it is opened in a window or in a browser. */
export function defaultProfileFolder(
  platform: string,
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  if (platform === 'win32') return `${env['APPDATA'] || `${home}\\AppData\\Roaming`}\\Folkmoot`
  if (platform === 'darwin') return `${home}/Library/Application Support/Folkmoot`
  // A relative path there means nothing, says the specification of these folders.
  const data = env['XDG_DATA_HOME']?.startsWith('/') ? env['XDG_DATA_HOME'] : `${home}/.local/share`
  return `${data.replace(/\/+$/, '')}/folkmoot`
}

/** In a profile's folder: the master key, sealed by the system's keychain. Only the window can have it opened. */
export const sealedKeyFile = 'key.sealed'
/** In a profile's folder: the master key as the core itself keeps it, plain or under a passphrase. */
export const ownKeyFile = 'key'
