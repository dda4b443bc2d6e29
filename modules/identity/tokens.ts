import { randomBytes } from 'node:crypto'

export const SESSION_PREFIX = 'ns'
export const API_KEY_PREFIX = 'nk'
export const SESSION_IDLE_MS = 12 * 3_600_000
export const SESSION_MAX_MS = 7 * 24 * 3_600_000

/** `abcde-fghij-...`: 80 random bits people can copy from paper. */
export function newRecoveryCode(): string {
  return randomBytes(10).toString('hex').match(/.{5}/g)?.join('-') ?? ''
}
