import type { FastifyReply, FastifyRequest } from 'fastify'
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import type { Database } from '#platform/db.ts'
import type { Log } from '#platform/log.ts'

export type Metrics = {
  registry: Registry
  requests: Histogram<'route' | 'method' | 'status'>
  ticks: Histogram<'job'>
  jobFailures: Counter<'job'>
  subscriberLag: Gauge<'subscriber'>
}

/** Prometheus metrics. Labels are routes and job names: no tenant, no personal data. */
export function createMetrics(database: Database): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'nuoda_database_connections',
    help: 'Connections of the pool by state',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const { total, idle, waiting } = database.stats()
      this.set({ state: 'busy' }, total - idle)
      this.set({ state: 'idle' }, idle)
      this.set({ state: 'waiting' }, waiting)
    },
  })
  return {
    registry,
    requests: new Histogram({
      name: 'nuoda_http_request_seconds',
      help: 'Answers by route',
      labelNames: ['route', 'method', 'status'],
      buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3],
      registers: [registry],
    }),
    ticks: new Histogram({
      name: 'nuoda_job_seconds',
      help: 'Runs of background jobs',
      labelNames: ['job'],
      buckets: [0.005, 0.05, 0.5, 5, 60],
      registers: [registry],
    }),
    jobFailures: new Counter({
      name: 'nuoda_job_failures_total',
      help: 'Background jobs that failed',
      labelNames: ['job'],
      registers: [registry],
    }),
    subscriberLag: new Gauge({
      name: 'nuoda_subscriber_last_batch',
      help: 'Events in the last batch of a subscriber',
      labelNames: ['subscriber'],
      registers: [registry],
    }),
  }
}

/** One line and one observation for each answer. */
export function observeRequest(
  metrics: Metrics,
  log: Log,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const route = request.routeOptions.url ?? 'none'
  const ms = reply.elapsedTime
  metrics.requests.observe({ route, method: request.method, status: String(reply.statusCode) }, ms / 1000)
  log.info(
    {
      requestId: request.id,
      tenant: request.tenantSlug,
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(ms),
    },
    'request',
  )
}
