/** Where the packager leaves what it packed for Linux. */
import { join } from 'node:path'

export function unpackedIn(folder: string): string {
  return join(folder, 'dist', process.arch === 'arm64' ? 'linux-arm64-unpacked' : 'linux-unpacked')
}
