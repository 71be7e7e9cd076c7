import { base64url, utf8 } from '../../../shared/index.ts'
import { sha256 } from '../../../identity/index.ts'

/** A short name for anything: equal for equal texts. */
export function digestName(text: string): string {
  return base64url(sha256(utf8(text)).subarray(0, 16))
}
