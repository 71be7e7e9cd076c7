/** What stand-in and child say to each other: posts of the process, and the traffic of the ports that went over. */
export type Wire =
  | { readonly kind: 'post'; readonly message: unknown; readonly ports: readonly number[] }
  | { readonly kind: 'port'; readonly id: number; readonly data: unknown }
  | { readonly kind: 'close'; readonly id: number }
