import { pino } from 'pino'

export type Log = {
  info: (fields: object, message: string) => void
  warn: (fields: object, message: string) => void
  error: (fields: object, message: string) => void
}

/** JSON logs. Secrets and personal data never go in: the request log has ids, route and milliseconds only. */
export function createLog(level: string): Log {
  return pino({
    level,
    redact: ['password', 'token', 'authorization', 'cookie', '*.password', '*.token', '*.phone'],
    timestamp: pino.stdTimeFunctions.isoTime,
  })
}

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} }
