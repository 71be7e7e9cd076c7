/** What payloads are made of. */

/** A key sealed for one box key: `[box key or epoch id (32), sealed bytes (80)]`. */
export type Sealed = readonly [of: Uint8Array, sealed: Uint8Array]

/** An item's signed header and its signature (64 bytes): shows that its device wrote so far in that feed. */
export type Proof = readonly [header: Uint8Array, signature: Uint8Array]

/** A device's keys, 32 bytes each. */
export type DeviceKeys = readonly [signing: Uint8Array, box: Uint8Array]
