import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HOW_TO_INSTALL, findChromium, launchBrowser } from './browser.ts'
import { ensureWeb, startHouse } from './house.ts'
import { type Hands, type Story, type Theatre, clearStages, enterStage, openTheatre } from './stage.ts'

/** `node e2e/run.ts [NAME...] [--json FILE] [--url URL]`: stories whose name contains a NAME, all without one. */
const USAGE = 'node e2e/run.ts [NAME...] [--json FILE] [--url URL of a running demo]'
const STORY_MS = 90_000
const EXCERPT = 1_200

type Options = { names: string[]; json: string | null; url: string | null }
type Failure = { story: string; reason: string }

function readOptions(args: string[]): Options {
  const options: Options = { names: [], json: null, url: null }
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? ''
    if (arg === '--json') options.json = args[++i] ?? null
    else if (arg === '--url') options.url = args[++i] ?? null
    else if (arg.startsWith('--')) throw new Error(USAGE)
    else options.names.push(arg)
  }
  return options
}

async function loadStories(names: string[]): Promise<Story[]> {
  const folder = join(import.meta.dirname, 'stories')
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .sort()
  const stories: Story[] = []
  for (const file of files) {
    const { stories: found } = (await import(join(folder, file))) as { stories: Story[] }
    stories.push(...found.flatMap(tellings))
  }
  return names.length === 0
    ? stories
    : stories.filter((story) => names.some((name) => story.name.includes(name)))
}

/** A story as it is told: by which hands. */
function tellings(story: Story): Story[] {
  const by = (hands: Hands) => ({ ...story, look: { ...story.look, hands } })
  if (!story.hands) return [story]
  const byKeys = { ...by('keyboard'), name: `${story.name} (by keyboard)` }
  return story.hands === 'both' ? [by('mouse'), byKeys] : [byKeys]
}

async function playAll(stories: Story[], givenUrl: string | null): Promise<Failure[]> {
  const chromium = findChromium()
  if (!chromium) {
    console.error(`e2e: ${HOW_TO_INSTALL}`)
    return stories.map((story) => ({ story: story.name, reason: HOW_TO_INSTALL }))
  }
  if (!givenUrl) ensureWeb()
  const started = Date.now()
  const house = givenUrl ? { url: givenUrl, stop: async () => {} } : await startHouse()
  try {
    console.log(`e2e: the demo is ready after ${seconds(started)}`)
    const browser = await launchBrowser(chromium)
    try {
      return await playEach(openTheatre(browser, house.url), stories)
    } finally {
      await browser.close()
    }
  } finally {
    await house.stop()
  }
}

async function playEach(theatre: Theatre, stories: Story[]): Promise<Failure[]> {
  const failures: Failure[] = []
  for (const story of stories) {
    const started = Date.now()
    const reason = (await play(theatre, story)) && (await playAgain(theatre, story))
    console.log(`${reason === null ? 'ok  ' : 'FAIL'} ${story.name} (${seconds(started)})`)
    if (reason !== null) {
      console.log(`${reason}\n${await picture(theatre, story)}`.replace(/^/gm, '     '))
      failures.push({ story: story.name, reason })
    }
    await clearStages(theatre)
  }
  return failures
}

/**
 * A story that failed is told once more from its beginning: browsers and machines stumble, and one stumble must not hide behind
 * another. That it took two is said.
 */
async function playAgain(theatre: Theatre, story: Story): Promise<string | null> {
  const stumbled = theatre.stages.map(({ page }) => page.url()).join(' ')
  await clearStages(theatre)
  const reason = await play(theatre, story)
  if (reason === null) console.log(`     told twice: ${story.name} failed first at ${stumbled}`)
  return reason
}

/** Why the story failed, or null. */
async function play(theatre: Theatre, story: Story): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    const ms = story.limitMs ?? STORY_MS
    timer = setTimeout(() => reject(new Error(`not done after ${ms / 1000} s`)), ms)
  })
  try {
    const told = enterStage(theatre, story.as, story.look).then((stage) => story.run(stage))
    await Promise.race([told, limit])
    return theatre.complaints.length === 0 ? null : [...new Set(theatre.complaints)].join('\n')
  } catch (error) {
    const complaints = [...new Set(theatre.complaints)].map((line) => `\n${line}`).join('')
    return `${error instanceof Error ? (error.stack ?? error.message) : String(error)}${complaints}`
  } finally {
    clearTimeout(timer)
  }
}

let pictures = ''

/** Where the story stood when it failed: pictures and words of its pages. */
async function picture(theatre: Theatre, story: Story): Promise<string> {
  pictures ||= mkdtempSync(join(tmpdir(), 'nuoda-e2e-pictures-'))
  mkdirSync(pictures, { recursive: true })
  const said: string[] = []
  for (const [i, { page }] of theatre.stages.entries()) {
    const path = join(pictures, `${story.name.replace(/\W+/g, '-')}-${i + 1}.png`)
    const isDrawn = await page.screenshot({ path }).then(
      () => true,
      () => false,
    )
    const words = await page
      .locator('body')
      .innerText()
      .catch(() => '')
    said.push(
      `${page.url()}\n${isDrawn ? path : 'no picture'}\n${words.replace(/\s*\n\s*/g, ' | ').slice(-EXCERPT)}`,
    )
  }
  return said.join('\n')
}

const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`

const options = readOptions(process.argv.slice(2))
const stories = await loadStories(options.names)
const started = Date.now()
const failures = await playAll(stories, options.url).catch((error: Error) => {
  console.error(`e2e: ${error.message}`)
  return stories.map((story) => ({ story: story.name, reason: error.message }))
})
const count = { passed: stories.length - failures.length, failed: failures.length }
if (options.json) writeFileSync(options.json, JSON.stringify(count))
console.log(`e2e: ${count.passed} passed, ${count.failed} failed in ${seconds(started)}`)
if (stories.length === 0) console.error('e2e: no story has such a name')
process.exitCode = count.failed === 0 && count.passed > 0 ? 0 : 1
