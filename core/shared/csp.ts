/**
 * The content policy of every screen, the same words in the window and in the browser.
 *
 * Styles may be inline because Mantine writes style attributes. Trusted types know one policy, `default`, whose createHTML
 * refuses any `<`: under `trusted-types 'none'` Mantine would render nothing.
 *
 * @param sockets where the screen may connect besides its own origin: `ws://127.0.0.1:PORT` in the browser, nothing in the window
 */
export function contentSecurityPolicy(...sockets: readonly string[]): string {
  return [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' blob: data:`,
    `font-src 'self'`,
    `media-src 'self' blob:`,
    ['connect-src', `'self'`, ...sockets].join(' '),
    `worker-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
    `require-trusted-types-for 'script'`,
    `trusted-types default`,
  ].join('; ')
}
