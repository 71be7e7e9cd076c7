/** Letters of a key inside a sentence: they keep their order, whatever direction the sentence has. */
export const leftToRight = (text: string): string => `\u2066${text}\u2069`
