import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { invariants } from '../verify.ts'
import { populate } from './authorization-fixture.ts'
import { withCtx } from '#platform/ctx.ts'
import { type Database, openDatabase, sql } from '#platform/db.ts'
import { systemSeed } from '#platform/dispatcher.ts'
import { silentLog } from '#platform/log.ts'
import { world } from '#platform/testing/world.ts'

// What `bin/nuoda verify` says must hold: each rule is seen to find what breaks it, here or beside its module.

const w = world()
let admin: Database
beforeAll(async () => {
  await w.committed(populate)
  admin = openDatabase({ url: w.adminUrl, log: silentLog })
})
afterAll(() => admin.close())

class TakenBack extends Error {}

/** Names of the rules that are broken once this is done to the tables, by one whom no trigger and no foreign key stops. */
async function brokenBy(plant: string): Promise<string[]> {
  const broken: string[] = []
  const work = withCtx(admin, systemSeed(w.tenant, 'verify', w.now()), async (ctx) => {
    await ctx.db.run(sql`set local session_replication_role = replica`)
    for (const one of plant.split(';').filter(Boolean))
      await ctx.db.run(sql.raw(one.replaceAll('$t', `'${w.tenant.id}'`)))
    for (const { name, query } of invariants) if ((await ctx.db.all(query(ctx))).length > 0) broken.push(name)
    throw new TakenBack()
  })
  await work.catch((error: unknown) => {
    if (!(error instanceof TakenBack)) throw error
  })
  return broken
}

const PLANTS: [name: string, plant: string][] = [
  ['handover.signed_means_gone', `update handover_list set state = 'handed_over' where tenant_id = $t`],
  [
    'promise.one_head_per_chain',
    `insert into promise select (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid()))).*
      from promise p where tenant_id = $t and watch_at is not null limit 1`,
  ],
  [
    'promise.ended_is_not_watched',
    `update promise p set watch_at = now() where tenant_id = $t
      and root_id in (select root_id from promise_end e where e.tenant_id = $t limit 1)`,
  ],
  ['promise.open_is_watched', `update promise set watch_at = null where tenant_id = $t`],
  ['purchase.received_equals_receipts', `update purchase_line set received = 1 where tenant_id = $t`],
  [
    'purchase.state_follows_goods',
    `update goods_receipt set purchase_id = (select id from purchase_order where tenant_id = $t limit 1) where tenant_id = $t`,
  ],
  // The table refuses it already: here the table does not.
  [
    'stock.never_oversold',
    `alter table stock drop constraint stock_never_oversold; update stock set reserved = on_hand + 1 where tenant_id = $t`,
  ],
  [
    'return.never_more_than_shipped',
    `insert into return_line (tenant_id, id, return_id, order_line_id, product_id, quantity)
      select r.tenant_id, gen_random_uuid(), r.id, l.id, l.product_id, l.shipped + 1
      from return_order r join order_line l on l.tenant_id = r.tenant_id and l.order_id = r.order_id where r.tenant_id = $t limit 1`,
  ],
  [
    'return.lines_equal_arrivals',
    `insert into return_line (tenant_id, id, return_id, order_line_id, product_id, quantity, restocked)
      select r.tenant_id, gen_random_uuid(), r.id, l.id, l.product_id, 1, 1
      from return_order r join order_line l on l.tenant_id = r.tenant_id and l.order_id = r.order_id where r.tenant_id = $t limit 1`,
  ],
  [
    'shipment.shipped_equals_lines',
    `update order_line set shipped = shipped + 1 where tenant_id = $t and shipped > 0`,
  ],
  ['shipment.shipped_equals_lines', `delete from shipment_line where tenant_id = $t`],
  [
    'shipment.delivered_equals_lines',
    `with gone as (delete from shipment_line where tenant_id = $t)
      update order_line set delivered = 1 where tenant_id = $t and shipped > 0`,
  ],
  [
    'tracking.of_a_shipment',
    `update tracking_event set shipment_id = gen_random_uuid() where tenant_id = $t`,
  ],
  [
    'receipt.delivered_first',
    `insert into return_receipt (tenant_id, id, shipment_id) select tenant_id, gen_random_uuid(), id from shipment where tenant_id = $t and delivered_at is null limit 1`,
  ],
  [
    'wave.passage_while_applied',
    `insert into stock_passage (tenant_id, holder_id, product_id, warehouse_id, quantity)
      select tenant_id, gen_random_uuid(), product_id, warehouse_id, 1 from stock where tenant_id = $t limit 1`,
  ],
]

test('nothing is broken to begin with', async () => {
  expect(await brokenBy('')).toEqual([])
})

describe('what breaks a rule is found', () => {
  test.each(PLANTS)('%s', async (name, plant) => {
    expect(await brokenBy(plant)).toContain(name)
  })
})

test('no rule is without a test that breaks it', () => {
  const root = join(import.meta.dirname, '..')
  const texts = globSync('{modules,platform}/**/*.test.ts', { cwd: root }).map((file) =>
    readFileSync(join(root, file), 'utf8'),
  )
  expect(
    invariants
      .filter(({ name }) => !texts.some((text) => text.includes(`'${name}'`)))
      .map(({ name }) => name),
  ).toEqual([])
})
