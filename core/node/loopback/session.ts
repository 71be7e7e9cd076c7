/** One token, good once, becomes one cookie, good until the core stops. Neither is ever on disk but in the redirect file. */
import { base64url, sameBytes, utf8, type Random } from '../../shared/index.ts'

const tokenBytes = 32

export class Session {
  /** Goes into the address's fragment, which browsers do not send. */
  readonly token: string
  readonly #cookieName: string
  readonly #cookie: string
  #used = false

  constructor(random: Random, port: number) {
    this.token = base64url(random.bytes(tokenBytes))
    this.#cookie = base64url(random.bytes(tokenBytes))
    // Browsers share the cookies of one address among its ports.
    this.#cookieName = `folkmoot-${port}`
  }

  /** The Set-Cookie line for the right token, once. */
  exchange(token: string): string | undefined {
    if (this.#used || !same(token, this.token)) return undefined
    this.#used = true
    return `${this.#cookieName}=${this.#cookie}; HttpOnly; SameSite=Strict; Path=/`
  }

  /** Whether a Cookie header holds our cookie. */
  knows(header: string | undefined): boolean {
    const cookies = (header ?? '').split(';').map((each) => each.trim())
    return cookies.some((each) => same(each, `${this.#cookieName}=${this.#cookie}`))
  }
}

function same(a: string, b: string): boolean {
  return sameBytes(utf8(a), utf8(b))
}
