import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
const BUILT = join(ROOT, 'dist/web/index.html')
/** The web app takes its operations, rules and texts from these. */
const SOURCES = ['web', 'modules', 'platform', 'package-lock.json', 'vite.config.ts']

/** Whether the web app is built and no older than what it is made from. */
export function isWebBuilt(): boolean {
  const built = existsSync(BUILT) ? statSync(BUILT).mtimeMs : 0
  return SOURCES.every((source) => newest(join(ROOT, source)) <= built)
}

function newest(path: string): number {
  const stat = statSync(path)
  if (!stat.isDirectory()) return path.endsWith('.test.ts') ? 0 : stat.mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))))
}
