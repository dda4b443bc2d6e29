import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeDirectory } from '#platform/directories.ts'

const KEY = /^[0-9a-f]{64}$/i

let key: Buffer | null = null

/** Loads the instance's key: SECRET_KEY (64 hex digits, shared by several machines), else a file made at first start. */
export function useInstanceKey(dataDir: string, env: NodeJS.ProcessEnv = process.env): void {
  if (env.SECRET_KEY) {
    if (!KEY.test(env.SECRET_KEY))
      throw new Error('Environment variable SECRET_KEY: 64 hexadecimal digits are needed')
    key = Buffer.from(env.SECRET_KEY, 'hex')
    return
  }
  const path = join(dataDir, 'instance.key')
  if (!existsSync(path)) {
    makeDirectory(dataDir)
    writeNewKey(path)
  }
  const kept = readFileSync(path, 'utf8').trim()
  if (!KEY.test(kept))
    throw new Error(
      `${path} does not hold 64 hexadecimal digits. Bring it back from a backup; without its key, stored credentials cannot be read. Where none were stored yet, delete the file: a new one is made`,
    )
  key = Buffer.from(kept, 'hex')
}

function writeNewKey(path: string): void {
  try {
    writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    // A full disk leaves an empty file, which the next start would take for a key that was lost.
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOSPC' || code === 'EDQUOT') rmSync(path, { force: true })
    throw error
  }
}

/** Encrypts a stored credential (AES-256-GCM). */
export function seal(plain: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', instanceKey(), iv)
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64')
}

export function unseal(sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', instanceKey(), bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}

/** A hash that nobody can try guesses against without the instance's key: of what may hold a password. */
export const secretHash = (text: string): Buffer => createHmac('sha256', instanceKey()).update(text).digest()

function instanceKey(): Buffer {
  if (!key) throw new Error('the instance key is not loaded')
  return key
}
