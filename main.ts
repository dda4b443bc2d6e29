import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { type Config, readConfig } from '#platform/config.ts'
import { isConnectionError } from '#platform/db.ts'
import { Invalid, Refused } from '#platform/errors.ts'
import { type House, openHouse } from '#platform/house.ts'
import { type Log, createLog } from '#platform/log.ts'
import { useInstanceKey } from '#platform/secrets.ts'
import { startProblem } from '#platform/start-problem.ts'
import { commands } from './commands.ts'

const USAGE = `nuoda serve [--demo]      start the server (embedded PostgreSQL unless DATABASE_URL is set)
nuoda migrate             bring the database up to date and leave
${Object.values(commands)
  .map((c) => c.usage)
  .join('\n')}`

/** The command line. Every command opens the same house: configuration, database, migrations. */
export async function main(argv: string[]): Promise<void> {
  const [name = 'serve', ...rest] = argv
  if (name === 'serve') return serve(rest.includes('--demo'))
  const command = commands[name]
  if (name === 'migrate' || command)
    return runCommand(name, (house) => command?.run(house, rest) ?? Promise.resolve())
  process.stderr.write(`${USAGE}\n`)
  process.exitCode = name === 'help' || name === '--help' ? 0 : 2
}

async function runCommand(name: string, run: (house: House) => Promise<void>): Promise<void> {
  const { config, house } = await enter(false, process.env.LOG_LEVEL ?? 'warn')
  try {
    await run(house)
  } catch (error) {
    process.stderr.write(`${name}: ${startProblem(error, config) ?? (await wordsOf(error))}\n`)
    tellStack(error)
    process.exitCode = 1
  } finally {
    await house.close()
  }
}

type Entered = { config: Config; log: Log; house: House }

/** Settings, log, key and database; where one of them is wrong, the process says so and leaves. */
async function enter(demo: boolean, logLevel?: string): Promise<Entered> {
  const config = orLeave(null, () => readConfig(process.env, demo))
  const log = createLog(logLevel ?? config.logLevel)
  orLeave(config, () => useInstanceKey(config.dataDir))
  const house = await openHouse(config, log).catch((error: unknown) => leave(error, config))
  return { config, log, house }
}

function orLeave<T>(config: Config | null, work: () => T): T {
  try {
    return work()
  } catch (error) {
    return leave(error, config)
  }
}

function leave(error: unknown, config: Config | null): never {
  const words = config && startProblem(error, config)
  process.stderr.write(`nuoda: ${words ?? (error as Error).message}\n`)
  tellStack(error)
  process.exit(1)
}

function tellStack(error: unknown): void {
  if (process.env.LOG_LEVEL === 'debug') process.stderr.write(`${(error as Error).stack}\n`)
}

/** What a person reads of an error: refusals and wrong input in their own words, as over HTTP. */
async function wordsOf(error: unknown): Promise<string> {
  if (!(error instanceof Refused || error instanceof Invalid)) return (error as Error).message
  const [{ problemOf }, { refusalTexts }] = await Promise.all([
    import('#platform/problem.ts'),
    import('./compose.ts'),
  ])
  const { detail, fields } = problemOf(error, 'en', refusalTexts)
  return fields?.map((field) => field.message).join('; ') ?? detail
}

const GRACE_MS = 20_000
/** The heap is cleaned when it has grown by this share of what is in use; by itself V8 lets it grow to several times as much. */
const HEAP_GROWTH_PERCENT = 50

async function serve(demo: boolean): Promise<void> {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`)
  const entered = await enter(demo)
  process.on('unhandledRejection', (error) => surviveLostDatabase(entered.log, error))
  await serveHouse(entered).catch(async (error: unknown) => {
    await entered.house.close()
    leave(error, entered.config)
  })
}

async function serveHouse({ config, log, house }: Entered): Promise<void> {
  const { buildServer } = await import('./server.ts')
  if (config.demo) await (await import('./demo.ts')).prepareDemo(house, log)
  await (await import('#modules/identity/standard-roles.ts')).followRelease(house.database, new Date())
  const server = await buildServer({ database: house.database, config, log })
  const web = join(import.meta.dirname, 'dist/web')
  if (existsSync(web)) await (await import('#platform/static.ts')).serveWeb(server.app, web)
  const { sandboxJob } = await import('./sandbox.ts')
  const url = await server.app.listen({ host: config.host, port: config.port })
  const work = await server.startWork([sandboxJob(house, log)])
  log.info({ url }, 'ready')
  if (process.stdout.isTTY || config.demo) process.stderr.write(`Nuoda 诺达  ${url}\n`)
  stopOnSignal(log, async () => {
    server.beginStop()
    await work.stop()
    await server.app.close()
    await house.close()
  })
}

/** Libraries drop promises: a database that goes away for a moment must not end the process. Anything else is a bug and does. */
function surviveLostDatabase(log: Log, error: unknown): void {
  log.error({ error: (error as Error)?.message }, 'a promise failed that nobody waited for')
  if (!isConnectionError(error)) process.exit(1)
}

function stopOnSignal(log: Log, stop: () => Promise<void>): void {
  let stopping = false
  const stopBy = (signal: string) => {
    if (stopping) return
    stopping = true
    log.info({ signal }, 'stopping')
    setTimeout(() => process.exit(1), GRACE_MS).unref()
    stop().then(
      () => process.exit(0),
      (error: Error) => {
        log.error({ error: error.message }, 'stop failed')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', () => stopBy('SIGTERM'))
  process.on('SIGINT', () => stopBy('SIGINT'))
}

if (import.meta.main) await main(process.argv.slice(2))
