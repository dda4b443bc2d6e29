import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** A directory of a test file's own, gone when its tests are over. */
export function scratch(name: string): string {
  const path = mkdtempSync(join(tmpdir(), `nuoda-${name}-`))
  afterAll(() => rmSync(path, { recursive: true, force: true }))
  return path
}
