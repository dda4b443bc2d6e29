import { parentPort, workerData } from 'node:worker_threads'
import { type DatabaseSettings, openDatabase } from '#platform/db.ts'
import type { Log } from '#platform/log.ts'
import type { ThreadAnswer } from './thread.ts'
import { type Turn, takeTurn } from './turns.ts'

// The thread of thread.ts: a turn in, what comes next out.
const say = (answer: ThreadAnswer): void => parentPort?.postMessage(answer)
const told =
  (level: keyof Log) =>
  (fields: object, message: string): void =>
    say({ log: { level, fields, message } })

const database = openDatabase({
  ...(workerData as DatabaseSettings),
  log: { info: told('info'), warn: told('warn'), error: told('error') },
})
parentPort?.on('message', (turn: Turn) => {
  takeTurn(database, turn).then(
    (end) => say({ end }),
    (error: Error) => say({ error: error.message }),
  )
})
