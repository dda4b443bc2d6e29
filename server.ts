import type { FastifyInstance } from 'fastify'
import { composeJobs, composeOperations, composeTasks, refusalTexts, subscribers } from './compose.ts'
import { delayAction, delayedJob } from '#modules/editing/delayed.ts'
import { createAuthenticator } from '#modules/identity/authentication.ts'
import { can } from '#platform/ctx.ts'
import type { Config } from '#platform/config.ts'
import type { Database } from '#platform/db.ts'
import { dispatcherJob } from '#platform/dispatcher.ts'
import { createServer } from '#platform/http.ts'
import { type Job, startJobs } from '#platform/jobs.ts'
import { type LiveHub, createLiveHub } from '#platform/live.ts'
import { addLiveStream } from '#platform/live-stream.ts'
import { MAIL_TASK } from '#platform/mail.ts'
import { answerAgeJob } from '#platform/idempotency.ts'
import { mailAgeJob } from '#platform/mail-age.ts'
import { mailTask } from '#platform/mail-sending.ts'
import type { Log } from '#platform/log.ts'
import { createMetrics } from '#platform/metrics.ts'
import { addMetrics } from '#platform/metrics-access.ts'
import { type Task, startQueue, unlockJob } from '#platform/queue.ts'
import { openApiDocument } from '#platform/openapi.ts'
import { usePublicUrl } from '#platform/public-url.ts'
import { watchPresence } from '#platform/presence.ts'

export const VERSION = '0.1.0'

export type ServeOptions = {
  database: Database
  config: Pick<
    Config,
    'demo' | 'secureCookies' | 'trustedProxies' | 'metricsToken' | 'mail' | 'mailKeptDays' | 'publicUrl'
  >
  log: Log
  clock?: () => Date
}

/** The whole application over one database: API, health, metrics. Not listening yet. */
export async function buildServer({ database, config, log, clock = () => new Date() }: ServeOptions) {
  usePublicUrl(config.publicUrl)
  const metrics = createMetrics(database)
  const authenticator = createAuthenticator(database)
  const operations = composeOperations(authenticator, { hasMail: config.mail !== null })
  const app = await createServer({
    database,
    operations,
    authenticate: authenticator.authenticate,
    refusalTexts,
    delayAction,
    log,
    metrics,
    clock,
    ...config,
  })
  const presence = watchPresence(database, () => hub)
  const hub: LiveHub = createLiveHub({
    database,
    log,
    clock,
    recheck: authenticator.recheck,
    greet: presence.greet,
    isOurs: (actor) => can(actor, 'activity.read'),
  })
  addLiveStream(app, { hub, clock, authenticate: authenticator.authenticate })
  const state = { stopping: false }
  addHealth(app, database, state)
  addMetrics(app, metrics, config.metricsToken)
  const document = JSON.stringify(openApiDocument(operations, VERSION))
  app.get('/api/openapi.json', async (_request, reply) => reply.type('application/json').send(document))
  return {
    app,
    operations,
    hub,
    presence,
    /** `more`: work that only the process knows of. */
    startWork: async (more: Job[] = []) => {
      const jobs = startJobs(
        [
          dispatcherJob(database, subscribers, clock),
          unlockJob(database),
          answerAgeJob(database, clock),
          mailAgeJob(database, clock, config.mailKeptDays),
          delayedJob({ database, operations, refusalTexts, clock }),
          hub.job,
          presence.job,
          ...more,
          ...composeJobs({ database, log, clock, publicUrl: config.publicUrl }, operations),
        ],
        { log, metrics },
      )
      const tasks: Record<string, Task> = {
        ...composeTasks({ database, log, clock }),
        ...(config.mail ? { [MAIL_TASK]: mailTask(database, config.mail, clock) } : {}),
      }
      const queue = await startQueue({ database, log, tasks })
      return { stop: async () => void (await Promise.all([jobs.stop(), queue.stop()])) }
    },
    beginStop: () => (state.stopping = true),
  }
}

function addHealth(app: FastifyInstance, database: Database, state: { stopping: boolean }): void {
  app.get('/live', async () => ({ live: true }))
  app.get('/ready', async (_request, reply) => {
    if (state.stopping) return reply.status(503).send({ ready: false, reason: 'stopping' })
    try {
      await database.ping()
      return { ready: true }
    } catch {
      return reply.status(503).header('retry-after', 1).send({ ready: false, reason: 'database' })
    }
  })
}
