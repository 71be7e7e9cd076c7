/** libsodium, ready to use: importing this module waits for its WebAssembly once, so that all else is synchronous. */
import libsodium from 'libsodium-wrappers-sumo'

await libsodium.ready
export const sodium: typeof libsodium = libsodium
