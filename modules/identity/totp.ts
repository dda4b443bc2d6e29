import { generateSecret, generateURI, verifySync } from 'otplib'
import { newRecoveryCode } from './tokens.ts'

const STEP_S = 30
const RECOVERY_CODES = 8

export const newTotpSecret = (): string => generateSecret()

/** The otpauth URI for the authenticator's camera. */
export const totpUri = (secret: string, email: string, tenant: string): string =>
  generateURI({ issuer: `Nuoda ${tenant}`, label: email, secret })

/** The time step whose code this is, one step of clock drift allowed; null when wrong or already used. */
export function totpStep(
  secret: string,
  code: string,
  { now, lastStep }: { now: Date; lastStep: number },
): number | null {
  if (!/^\d{6}$/.test(code)) return null
  const epoch = Math.floor(now.getTime() / 1000)
  const result = verifySync({ secret, token: code, epoch, epochTolerance: STEP_S })
  if (!result.valid) return null
  const delta = (result as { delta?: number }).delta ?? 0
  const step = Math.floor(epoch / STEP_S) + delta
  return step > lastStep ? step : null
}

export const newRecoveryCodes = (): string[] => Array.from({ length: RECOVERY_CODES }, newRecoveryCode)
