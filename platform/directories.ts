import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a directory and those above it, unless they are there. Throws with code and path when it cannot; Node's own recursive mkdir
 * never comes back from a place that takes no directory and says ENOENT, as below /proc.
 */
export function makeDirectory(path: string, mode = 0o777): void {
  try {
    mkdirSync(path, { mode })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const parent = dirname(path)
    if (code === 'EEXIST' && statSync(path).isDirectory()) return
    if (code !== 'ENOENT' || existsSync(parent)) throw error
    makeDirectory(parent, mode)
    makeDirectory(path, mode)
  }
}
