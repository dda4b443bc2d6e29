import { hash, verify } from '@node-rs/argon2'

// OWASP's floor for argon2id: 19 MiB, two passes, one lane.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
export const PASSWORD_MIN = 10

const COMMON = new Set([
  'password12',
  'password123',
  '1234567890',
  '0123456789',
  'qwertyuiop',
  'qwerty12345',
  '1111111111',
  'aaaaaaaaaa',
  'iloveyou123',
  'admin12345',
  'welcome123',
  'abcd123456',
  '123456789a',
  'q123456789',
  '1q2w3e4r5t',
])

/** Why this password is refused, or null. Length counts more than variety (NIST SP 800-63B). */
export function whyNotPassword(password: string): 'user.weak_password' | null {
  const isWeak =
    [...password].length < PASSWORD_MIN || COMMON.has(password.toLowerCase()) || new Set(password).size < 4
  return isWeak ? 'user.weak_password' : null
}

export const hashPassword = (password: string): Promise<string> => hash(password, COST)

let decoy: Promise<string> | null = null

/** Compares in the same time whether the account exists or not. */
export async function isPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword('a password nobody has')
  const isRight = await verify(passwordHash ?? (await decoy), password)
  return isRight && passwordHash !== undefined
}
