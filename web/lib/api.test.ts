import { afterEach, expect, test, vi } from 'vitest'
import { identityApi } from '#modules/identity/api.ts'
import { ApiProblem, call, urlOf, whenSignedOut } from '#web/lib/api.ts'
import { setLocale } from '#web/lib/i18n.ts'

const ID = '01a20329-ecc3-7013-bb76-184ffd18ecb4'

afterEach(() => vi.unstubAllGlobals())

/** The network is not our code: it answers what the test says, and keeps what it was sent. */
function answering(answer: Response | Error) {
  const sent: { url: string; headers: Record<string, string>; body: unknown }[] = []
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    sent.push({ url, headers: init.headers as Record<string, string>, body: init.body })
    if (answer instanceof Error) throw answer
    return answer
  })
  return sent
}

const failed = async (promise: Promise<unknown>): Promise<ApiProblem> => {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(ApiProblem)
  return error as ApiProblem
}

test('params fill the path safely, a query leaves out what is not set', () => {
  expect(urlOf(identityApi.deleteRole, { params: { id: 'a/../b?c' } })).toBe('/api/roles/a%2F..%2Fb%3Fc')
  expect(urlOf(identityApi.listUsers, { query: { search: '陈 晓', cursor: undefined } })).toBe(
    '/api/users?search=%E9%99%88+%E6%99%93',
  )
})

test('a write carries a key, the language and JSON', async () => {
  setLocale('en')
  const sent = answering(Response.json({ done: true }))
  await call(identityApi.deleteRole, { params: { id: ID } }, { key: 'k1' })
  await call(identityApi.setUserDisabled, { params: { id: ID }, body: { disabled: true } }).catch(
    () => undefined,
  )
  expect(sent[0]?.headers).toEqual({
    accept: 'application/json',
    'accept-language': 'en',
    'idempotency-key': 'k1',
  })
  expect(sent[1]?.headers['idempotency-key']).toMatch(/^[0-9a-f]{32}$/)
  expect(sent[1]?.headers['content-type']).toBe('application/json')
  expect(sent[1]?.body).toBe('{"disabled":true}')
})

test('a refusal keeps code, text, fields and request id', async () => {
  const problem = {
    status: 400,
    code: 'request.invalid',
    detail: 'no',
    fields: [{ path: 'name', message: 'too long' }],
    requestId: 'r1',
  }
  answering(Response.json(problem, { status: 400 }))
  const error = await failed(call(identityApi.getMe, {}))
  expect(error).toMatchObject({
    status: 400,
    code: 'request.invalid',
    detail: 'no',
    fields: problem.fields,
    requestId: 'r1',
  })
})

test('no network, no JSON: still a text that can be shown', async () => {
  setLocale('zh')
  answering(new TypeError('fetch failed'))
  expect(await failed(call(identityApi.getMe, {}))).toMatchObject({
    status: 0,
    code: 'network',
    detail: expect.stringContaining('内容还在'),
  })
  answering(new Response('<html>bad gateway</html>', { status: 502 }))
  expect(await failed(call(identityApi.getMe, {}))).toMatchObject({ status: 502, code: 'unreadable' })
})

test('only a lost session sends to the log-in page', async () => {
  const listener = vi.fn()
  whenSignedOut(listener)
  answering(Response.json({ status: 409, code: 'session.wrong_credentials', detail: 'no' }, { status: 409 }))
  await failed(call(identityApi.getMe, {}))
  expect(listener).not.toHaveBeenCalled()
  answering(Response.json({ status: 401, code: 'unauthenticated', detail: 'no' }, { status: 401 }))
  await failed(call(identityApi.getMe, {}))
  expect(listener).toHaveBeenCalledOnce()
})
