import { LIMITS } from '../session/index.ts'

/** People besides me in a private room, and in a direct conversation: the second is what core takes in one command. */
export const mostPrivate = LIMITS.privatePeople - 1
export const mostDirect = 20
