import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Without the network flags Chromium looks up its maker's hosts at every start, which a closed network answers slowly. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]

export const HOW_TO_INSTALL =
  'Chromium was not found. Install it (Debian: apt-get install chromium) or name it in CHROMIUM_PATH.'

/** Path of Chromium: what CHROMIUM_PATH names, else where Debian puts it, else what the PATH knows. */
export function findChromium(): string | null {
  const named = process.env['CHROMIUM_PATH']
  if (named) return existsSync(named) ? named : null
  return PLACES.find((path) => existsSync(path)) ?? NAMES.map(onPath).find((path) => path !== null) ?? null
}

function onPath(name: string): string | null {
  try {
    return (
      execFileSync('which', [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || null
    )
  } catch {
    return null
  }
}

/** A headless browser with a new, empty profile. */
export function launchBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, headless: true, args: FLAGS })
}
