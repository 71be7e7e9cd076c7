/** A database that dies at a given write, as a machine does: what was not committed is gone. */
import type { Database, SqlValue, Statement } from '../../core/storage/index.ts'

export class Crash extends Error {}

export interface CrashingDatabase extends Database {
  /** Dies at the write after so many. */
  dieAfter(writes: number): void
  readonly isDead: boolean
}

export function crashing(database: Database): CrashingDatabase {
  let left = Number.POSITIVE_INFINITY
  let dead = false
  const alive = (): void => {
    if (dead) throw new Crash('dead')
  }
  const statement = <Row>(sql: string): Statement<Row> => {
    alive()
    const inner = database.statement<Row>(sql)
    return {
      get: (...values: readonly SqlValue[]) => inner.get(...values),
      all: (...values: readonly SqlValue[]) => inner.all(...values),
      iterate: (...values: readonly SqlValue[]) => inner.iterate(...values),
      run: (...values: readonly SqlValue[]) => {
        alive()
        if (left-- <= 0) {
          dead = true
          throw new Crash('died at a write')
        }
        return inner.run(...values)
      },
    }
  }
  return {
    path: database.path,
    get bytes() {
      return database.bytes
    },
    statement,
    transaction: (durability, work) => {
      alive()
      return database.transaction(durability, () => {
        const result = work()
        // What was begun by the dead is not committed.
        alive()
        return result
      })
    },
    afterCommit: (then) => database.afterCommit(() => void (dead || then())),
    verify: () => database.verify(),
    close: () => database.close(),
    dieAfter: (writes) => {
      left = writes
    },
    get isDead() {
      return dead
    },
  }
}
