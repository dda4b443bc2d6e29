import { expect, test } from 'vitest'
import { type Ctx, withCtx } from './ctx.ts'
import { sql } from './db.ts'
import { systemSeed } from './dispatcher.ts'
import { world } from './testing/world.ts'

const w = world()

const reading = <T>(work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  withCtx(w.database, systemSeed(w.tenant, 'test', w.now()), work, { isReading: true })
/** Begin of the transaction a statement runs in, and the company it sees. */
const about = (ctx: Ctx) =>
  ctx.db.one(
    sql<{
      began: string
      tenant: string
    }>`select now()::text as began, current_setting('app.tenant') as tenant`,
  )

test('what a reading asks at once is one transaction, what it asks later another, of the same company', async () => {
  const [first, beside, later] = await reading(async (ctx) => {
    const asked = await Promise.all([about(ctx), about(ctx)])
    return [...asked, await about(ctx)]
  })
  expect(beside).toEqual(first)
  expect(later?.began).not.toBe(first?.began)
  expect(later?.tenant).toBe(w.tenant.id)
})

test('a reading writes nothing and announces nothing', async () => {
  const write = (ctx: Ctx) => ctx.db.run(sql`update tenant set name = name where id = ${ctx.tenant.id}`)
  await expect(reading(write)).rejects.toThrow('read-only')
  const promiseToWrite = async (ctx: Ctx) => {
    ctx.atCommit.push(sql`select 1`)
  }
  await expect(reading(promiseToWrite)).rejects.toThrow('nothing to write')
})

test('a statement that fails is told to who asked it, and the next reading gets a connection at rest', async () => {
  const failing = (ctx: Ctx) =>
    Promise.all([ctx.db.one(sql`select 1 / 0`), ctx.db.one(sql`select pg_sleep(0.2)`)])
  await expect(reading(failing)).rejects.toThrow('division by zero')
  await expect(reading(about)).resolves.toMatchObject({ tenant: w.tenant.id })
})

test('a reading that catches a failure goes on', async () => {
  const tenant = await reading(async (ctx) => {
    await ctx.db.one(sql`select 1 / 0`).catch(() => {})
    return (await about(ctx)).tenant
  })
  expect(tenant).toBe(w.tenant.id)
})
