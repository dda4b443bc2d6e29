import { expect, test } from 'vitest'
import { sql } from '#platform/db.ts'
import { world } from '#platform/testing/world.ts'

const w = world()

const teams = () =>
  w.committed((ctx) =>
    ctx.db.all(sql<{ name: string }>`select name from team where tenant_id = ${ctx.tenant.id} order by name`),
  )
const insertTeam = (tenantId: string, name: string) =>
  sql`insert into team (tenant_id, id, name) values (${tenantId}, gen_random_uuid(), ${name})`

test('what waits for the commit goes out with it, in its order', async () => {
  await w.committed(async (ctx) => {
    ctx.atCommit.push(insertTeam(ctx.tenant.id, 'b'), sql`update team set name = 'a' where name = 'b'`)
  })
  expect(await teams()).toEqual([{ name: 'a' }])
})

test('when it fails nothing of the work is there, its error is told, and the connection goes on', async () => {
  const failed = w.committed(async (ctx) => {
    await ctx.db.run(insertTeam(ctx.tenant.id, 'lost'))
    ctx.atCommit.push(sql`select 1 / 0`, insertTeam(ctx.tenant.id, 'never'))
  })
  await expect(failed).rejects.toMatchObject({ code: '22012' })
  expect(await teams()).toEqual([{ name: 'a' }])
})

test('a swallowed error of a statement is no commit', async () => {
  const failed = w.committed(async (ctx) => {
    await ctx.db.run(insertTeam(ctx.tenant.id, 'lost'))
    await ctx.db.run(sql`select 1 / 0`).catch(() => {})
  })
  await expect(failed).rejects.toThrow('swallowed')
  expect(await teams()).toEqual([{ name: 'a' }])
})
