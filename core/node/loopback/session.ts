/**
 * One token, good once, becomes a cookie and a key, both good until the core stops, and both asked for at every socket. The cookie is
 * out of reach of scripts; but browsers send it to every port of this address, so that another user's server here could get it. The key
 * is kept by the page, where only this very address, port and all, can read it.
 */
import { base64url, sameBytes, utf8, type Random } from '../../shared/index.ts'

const tokenBytes = 32

/** What a page brings to every socket, as its subprotocols. */
export const socketProtocol = 'folkmoot'

export class Session {
  /** Goes into the address's fragment, which browsers do not send. */
  readonly token: string
  readonly #cookieName: string
  readonly #cookie: string
  readonly #key: string
  #used = false

  constructor(random: Random, port: number) {
    this.token = base64url(random.bytes(tokenBytes))
    this.#cookie = base64url(random.bytes(tokenBytes))
    this.#key = base64url(random.bytes(tokenBytes))
    // Browsers share the cookies of one address among its ports.
    this.#cookieName = `folkmoot-${port}`
  }

  /** The Set-Cookie line and the key for the right token, once. */
  exchange(token: string): { readonly cookie: string; readonly key: string } | undefined {
    if (this.#used || !same(token, this.token)) return undefined
    this.#used = true
    return { cookie: `${this.#cookieName}=${this.#cookie}; HttpOnly; SameSite=Strict; Path=/`, key: this.#key }
  }

  /** Whether a Cookie header holds our cookie. */
  knows(header: string | undefined): boolean {
    const cookies = (header ?? '').split(';').map((each) => each.trim())
    return cookies.some((each) => same(each, `${this.#cookieName}=${this.#cookie}`))
  }

  /** Whether a socket's subprotocols hold our key. */
  holds(header: string | undefined): boolean {
    const [name, key = ''] = (header ?? '').split(',').map((each) => each.trim())
    return name === socketProtocol && same(key, this.#key)
  }
}

function same(a: string, b: string): boolean {
  return sameBytes(utf8(a), utf8(b))
}
