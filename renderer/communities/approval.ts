/** Above so many members nobody knows everyone: who comes by an invite waits for a yes, unless it is chosen otherwise. */
export const knowable = 20

export const needsApproval = (members: number): boolean => members > knowable
