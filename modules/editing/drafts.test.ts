import { beforeAll, expect, test } from 'vitest'
import { type TestUser, world } from '#platform/testing/world.ts'
import { DRAFT_BYTES_MAX } from './api.ts'
import { DRAFTS_MAX, DRAFT_DAYS, removeOldDrafts } from './drafts.ts'

const w = world()
let mine: TestUser
let yours: TestUser
const FORM = 'PATCH /customers/{id}'
const START = Date.parse('2026-03-02T02:00:00Z')

beforeAll(async () => {
  w.setNow(new Date(START))
  mine = await w.user([])
  yours = await w.user([])
})

const keep = (as: TestUser, content: object, record = 'a', more: object = {}) =>
  w.call(as, 'PUT', '/draft', { form: FORM, record, content, ...more })
const read = async (as: TestUser, record = 'a') =>
  (await w.call(as, 'GET', `/draft?form=${encodeURIComponent(FORM)}&record=${record}`)).body.draft
const drop = (as: TestUser, record = 'a') =>
  w.call(as, 'DELETE', `/draft?form=${encodeURIComponent(FORM)}&record=${record}`)

test('a draft is its person’s alone, kept for its form and record, replaced, and gone when discarded', async () => {
  expect(await read(mine)).toBeNull()
  expect((await keep(mine, { name: '初稿' }, 'a', { version: 3 })).status).toBe(200)
  await keep(mine, { name: '别的记录' }, 'b')
  await keep(mine, { name: '二稿' }, 'a', { version: 3 })
  await keep(yours, { name: '他人' })
  expect(await read(mine)).toEqual({
    version: 3,
    content: { name: '二稿' },
    savedAt: new Date(START).toISOString(),
  })
  expect((await read(mine, 'b')).content).toEqual({ name: '别的记录' })
  expect((await drop(mine)).status).toBe(200)
  expect(await read(mine)).toBeNull()
  expect((await read(yours)).content).toEqual({ name: '他人' })
})

test('there is a limit to a draft and to how many a person has: the oldest makes room', async () => {
  const big = await keep(mine, { note: 'x'.repeat(DRAFT_BYTES_MAX) }, 'big')
  expect([big.status, big.body.fields[0].path]).toEqual([400, 'content'])
  for (let i = 0; i <= DRAFTS_MAX; i += 1) {
    w.setNow(new Date(START + i * 1_000))
    await keep(mine, { i }, `r${i}`)
  }
  expect(await read(mine, 'r0')).toBeNull()
  expect((await read(mine, 'r1')).content).toEqual({ i: 1 })
  expect((await read(yours)).content).toEqual({ name: '他人' })
})

test('a draft of two weeks is shown no more, and the job removes it', async () => {
  w.setNow(new Date(START - DRAFT_DAYS * 86_400_000))
  await keep(yours, { name: '旧' }, 'old')
  w.setNow(new Date(START - 1_000))
  expect((await read(yours, 'old')).content).toEqual({ name: '旧' })
  w.setNow(new Date(START))
  expect(await read(yours, 'old')).toBeNull()
  await keep(yours, { name: '新' }, 'new')
  expect(await w.committed(removeOldDrafts)).toBe(1)
  expect(await w.committed(removeOldDrafts)).toBe(0)
  expect((await read(yours, 'new')).content).toEqual({ name: '新' })
})
