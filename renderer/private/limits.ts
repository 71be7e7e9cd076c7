/** People besides me in a private room, and in a direct conversation: what core takes in one command. */
export const mostPrivate = 200
export const mostDirect = 20
