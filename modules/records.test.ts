import { beforeAll, describe, expect, test } from 'vitest'
import { composeOperations, recordKinds, settingKinds } from '../compose.ts'
import { createAuthenticator } from '#modules/identity/authentication.ts'
import { recordTypes, settingTypes } from '#modules/record-types.ts'
import { customer } from '#modules/orders/fixture.ts'
import { purchaseOf } from '#modules/purchasing/fixture.ts'
import { draftPurchase } from '#modules/purchasing/purchases.ts'
import { listOf } from '#modules/handovers/fixture.ts'
import { makeHandoverList } from '#modules/handovers/handovers.ts'
import { returnOf } from '#modules/returns/fixture.ts'
import { announceReturn } from '#modules/returns/returns.ts'
import { sent, yard } from '#modules/shipments/fixture.ts'
import type { Actor, Ctx, Scopes } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { type RecordRef, type RecordType, findRecords, mustSeeRecord } from '#platform/records.ts'
import { serviceOf } from '#modules/services/fixture.ts'
import { requestService } from '#modules/services/services.ts'
import { world } from '#platform/testing/world.ts'

const w = world()

const tables: Record<RecordType, string> = {
  order: 'sales_order',
  wave: 'wave',
  shipment: 'shipment',
  handover_list: 'handover_list',
  return_order: 'return_order',
  service_order: 'service_order',
  promise: 'promise',
  customer: 'party',
  contract: 'contract',
  clause: 'clause',
  product: 'product',
  warehouse: 'warehouse',
  purchase_order: 'purchase_order',
  goods_receipt: 'goods_receipt',
  import: 'import_batch',
  calendar: 'calendar',
  user: 'app_user',
}
const types = Object.keys(recordTypes) as RecordType[]
let refs: RecordRef[]

beforeAll(async () => {
  await w.user(['order.read'])
  await w.committed(async (ctx) => {
    const from = await yard(ctx)
    const { order } = await sent(ctx, from)
    await makeHandoverList(ctx, listOf(ctx, from))
    await announceReturn(ctx, returnOf(order, from.warehouseId))
    await requestService(ctx, serviceOf(order.id, ctx.now))
    const supplierId = await customer(ctx, { roles: ['supplier'], name: '供应商' })
    await draftPurchase(ctx, purchaseOf({ ...from, supplierId }))
    const t = ctx.tenant.id
    await ctx.db.run(
      sql`insert into contract (tenant_id, id, number, name, customer_id, valid_from) values (${t}, ${newId()}, 'HT-1', '年度合同', ${from.customerId}, '2026-01-01')`,
    )
    await ctx.db.run(
      sql`insert into import_batch (tenant_id, id, kind, file_name, state, created_at, columns, mapping) values (${t}, ${newId()}, 'orders', 'a.csv', 'checked', now(), '{sku}', '{}')`,
    )
    await ctx.db.run(
      sql`insert into wave (tenant_id, id, number, state, actor_id, created_at) select ${t}, ${newId()}, 'WV-1', 'planning', id, now() from app_user where tenant_id = ${t} limit 1`,
    )
    refs = await Promise.all(types.map((type) => newest(ctx, type)))
  })
})

/** The contract of a customer, not the default set; else any row. */
const newest = async (ctx: Ctx, type: RecordType): Promise<RecordRef> => {
  const own = type === 'contract' ? sql`customer_id is not null` : sql`true`
  const { id } = await ctx.db.one(
    sql<{
      id: string
    }>`select id from ${sql.table(tables[type])} where tenant_id = ${ctx.tenant.id} and ${own} limit 1`,
  )
  return { type, id }
}

const actorWith = (permissions: readonly string[], scopes: Scopes = {}): Actor => ({
  kind: 'user',
  id: newId(),
  name: '测试员',
  permissions: new Set(permissions),
  scopes,
})
const found = (actor: Actor | null, tenant = w.tenant) =>
  w.committed(
    async (ctx) => (await findRecords(actor ? { ...ctx, actor } : ctx, refs)).map((r) => r.type),
    tenant,
  )

describe('the registry of records', () => {
  test('knows every type of record once', () => {
    expect(recordKinds.map((kind) => kind.type).toSorted()).toEqual(types.toSorted())
  })

  test('has for every type one operation that reads a single record, by id and with the same permission', () => {
    const reads = composeOperations(createAuthenticator(undefined as never)).flatMap(({ operation }) =>
      operation.record ? [operation] : [],
    )
    expect(reads.map((one) => one.record).toSorted()).toEqual(types.toSorted())
    for (const { method, path, record, permission } of reads) {
      expect([method, path.match(/\{\w+\}/g)]).toEqual(['GET', ['{id}']])
      expect(permission).toBe(recordKinds.find((kind) => kind.type === record)?.permission)
    }
  })

  test('knows every type of setting once, beside the records', () => {
    expect(settingKinds.map((kind) => kind.type).toSorted()).toEqual(Object.keys(settingTypes).toSorted())
    expect(types.filter((type) => type in settingTypes)).toEqual([])
  })

  test('finds one of every kind, with a title, in the order asked', async () => {
    const records = await w.committed((ctx) => findRecords(ctx, refs))
    expect(records.map(({ type, id }) => ({ type, id }))).toEqual(refs)
    expect(records.filter((record) => record.title === '')).toEqual([])
  })

  test('shows nobody a record of another company', async () => {
    expect(await found(null, w.foreign)).toEqual([])
  })

  test.each(types)('shows a %s only to who may read its kind', async (type) => {
    const kind = recordKinds.find((one) => one.type === type)
    const permission = kind?.permission ?? ''
    const sameRight = recordKinds.filter((one) => one.permission === permission).map((one) => one.type)
    expect((await found(actorWith([permission]))).toSorted()).toEqual(sameRight.toSorted())
  })

  test.each([
    [{ customer: [newId()] }, ['clause', 'product', 'calendar', 'user', 'warehouse', 'purchase_order']],
    [{ warehouse: [newId()] }, ['clause', 'product', 'calendar', 'user', 'customer', 'contract']],
  ] satisfies [Scopes, RecordType[]][])('hides what is out of the scope %j', async (scopes, still) => {
    const all = recordKinds.map((kind) => kind.permission)
    const limited = actorWith(all, scopes)
    expect((await found(limited)).toSorted()).toEqual([...still].toSorted())
  })

  test('says not found alike for what is not there and what may not be seen', async () => {
    const [ref] = refs
    if (!ref) throw new Error('no record')
    const mustSee = (actor: Actor, one: RecordRef) =>
      w.committed((ctx) => mustSeeRecord({ ...ctx, actor }, one))
    await expect(mustSee(actorWith([]), ref)).rejects.toThrow(NotFound)
    await expect(mustSee(actorWith(['order.read']), { type: 'order', id: newId() })).rejects.toThrow(NotFound)
    expect(await mustSee(actorWith(['order.read']), ref)).toMatchObject(ref)
  })
})
