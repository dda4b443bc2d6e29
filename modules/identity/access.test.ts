import { afterEach, describe, expect, test } from 'vitest'
import { buildServer } from '../../server.ts'
import { silentLog } from '#platform/log.ts'
import { usePublicUrl } from '#platform/public-url.ts'
import { sql } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { testConfig } from '#platform/testing/config.ts'
import { world } from '#platform/testing/world.ts'
import { createAuthenticator } from './authentication.ts'
import { hashPassword } from './password.ts'
import { openSession, revokeSessions } from './sessions.ts'

const w = world()

test('a session that ends is over with the commit, whoever used it in the moment before', async () => {
  const { id } = await w.user(['order.read'])
  const token = await w.committed((ctx) => openSession(ctx, id, { ip: '10.0.0.1', userAgent: 'test' }))
  const authenticator = createAuthenticator(w.database)
  await w.committed(async (ctx) => {
    await revokeSessions(ctx, { userId: id })
    authenticator.forget()
    // Not committed yet: this one still finds the session, and must not be believed afterwards.
    expect(await authenticator.authenticate(token, w.now())).not.toBeNull()
  })
  expect(await authenticator.authenticate(token, w.now())).toBeNull()
})

describe('behind a proxy', () => {
  const PROXY = '10.9.9.9'
  const serve = async (
    config: Partial<typeof testConfig> & { trustedProxies?: string[]; publicUrl?: string },
  ) =>
    (
      await buildServer({
        database: w.database,
        config: { ...testConfig, ...config } as never,
        log: silentLog,
        clock: w.now,
      })
    ).app
  type Asked = { from: string; headers: Record<string, string> }
  const tryToLogIn = async (app: Awaited<ReturnType<typeof serve>>, { from, headers }: Asked) => {
    const answer = await app.inject({
      method: 'POST',
      url: '/api/session',
      remoteAddress: from,
      headers: { host: 'internal:8080', ...headers },
      payload: { tenant: w.tenant.slug, email: 'proxied@home.example', password: 'wrong wrong wrong' },
    })
    return answer.statusCode
  }
  const addressKept = async () => {
    const rows = await w.committed((ctx) =>
      ctx.db.all(
        sql<{
          ip: string
        }>`select f.ip from login_failure f where f.tenant_id = ${ctx.tenant.id} order by f.at, f.id`,
      ),
    )
    return rows.at(-1)?.ip
  }
  afterEach(() => usePublicUrl(null))

  test('the caller is whom a trusted proxy names last; what the caller wrote himself, or anybody else says, does not count', async () => {
    await w.committed(async (ctx) =>
      ctx.db.run(sql`
        insert into app_user (tenant_id, id, email, name, password_hash)
        values (${ctx.tenant.id}, ${newId()}, 'proxied@home.example', '小周', ${await hashPassword('correct horse battery')})`),
    )
    const trusting = await serve({ trustedProxies: [PROXY] as never })
    const plain = await serve({})
    const said = { 'x-forwarded-for': '6.6.6.6, 203.0.113.5' }
    await tryToLogIn(trusting, { from: PROXY, headers: said })
    expect(await addressKept()).toBe('203.0.113.5')
    await tryToLogIn(trusting, { from: '198.51.100.1', headers: said })
    expect(await addressKept()).toBe('198.51.100.1')
    await tryToLogIn(plain, { from: PROXY, headers: said })
    expect(await addressKept()).toBe(PROXY)
    const odd = { 'x-forwarded-for': `<script>, ${'9'.repeat(4_000)}` }
    expect(await tryToLogIn(trusting, { from: PROXY, headers: odd })).toBe(422)
  })

  test('pages under the name the proxy was called by are our own; under any other they are not', async () => {
    const origin = 'https://nuoda.example'
    const headers = { origin, 'x-forwarded-host': 'nuoda.example' }
    const trusting = await serve({ trustedProxies: [PROXY] as never })
    expect(await tryToLogIn(trusting, { from: PROXY, headers })).toBe(422)
    expect(await tryToLogIn(trusting, { from: '198.51.100.1', headers })).toBe(403)
    expect(await tryToLogIn(await serve({}), { from: PROXY, headers })).toBe(403)
    const named = await serve({ publicUrl: origin as never })
    expect(await tryToLogIn(named, { from: PROXY, headers: { origin } })).toBe(422)
    expect(await tryToLogIn(named, { from: PROXY, headers: { origin: 'https://elsewhere.example' } })).toBe(
      403,
    )
  })
})
