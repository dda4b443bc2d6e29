import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Metrics } from '#platform/metrics.ts'

/** Anyone of these says that somebody else's request is passed on. */
const PASSED_ON = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via']

/**
 * Figures of the process are for whoever runs it, and stand on the port that everybody reaches. With a token they are given to whoever
 * sends it (Prometheus: `authorization.credentials`); without one to this machine alone, and to nobody a proxy speaks for.
 */
export function addMetrics(app: FastifyInstance, { registry }: Metrics, token: string | null): void {
  app.get('/metrics', async (request, reply) => {
    const refusal = token === null ? whyNotFromHere(request) : whyNotWith(token, request)
    if (refusal === null) return reply.type('text/plain; version=0.0.4').send(await registry.metrics())
    if (token !== null) reply.header('www-authenticate', 'Bearer')
    return reply
      .status(token === null ? 403 : 401)
      .type('text/plain; charset=utf-8')
      .send(`${refusal}\n`)
  })
}

function whyNotFromHere({ socket, headers }: FastifyRequest): string | null {
  const isHere = /^(127\.|::1$|::ffff:127\.)/.test(socket.remoteAddress ?? '')
  return isHere && !PASSED_ON.some((name) => name in headers)
    ? null
    : '只有本机可以读取运行指标；要从别处读取，请设置 METRICS_TOKEN。 Metrics are for this machine alone; set METRICS_TOKEN to read them from elsewhere.'
}

function whyNotWith(token: string, { headers }: FastifyRequest): string | null {
  const given = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1] ?? ''
  return timingSafeEqual(digest(given), digest(token))
    ? null
    : '请带上 METRICS_TOKEN 的值：Authorization: Bearer … Send the value of METRICS_TOKEN: Authorization: Bearer …'
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
