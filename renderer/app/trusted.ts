/**
 * Before anything is drawn: the only HTML that may ever be set is text without a tag. Mantine sets its style sheets this way;
 * nothing else of ours sets any. To be imported before everything else.
 */
interface Factory {
  createPolicy(name: string, rules: { createHTML(text: string): string }): unknown
}

declare global {
  interface Window {
    /** Not in every browser, and not in TypeScript's library yet. */
    readonly trustedTypes?: Factory
  }
}

window.trustedTypes?.createPolicy('default', {
  createHTML(text) {
    if (text.includes('<')) throw new TypeError('HTML is not allowed here')
    return text
  },
})
