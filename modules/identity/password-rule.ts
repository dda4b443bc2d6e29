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
