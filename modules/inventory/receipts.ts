import { type Ctx, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { type FieldProblem, Invalid, NotFound, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId, newNumber } from '#platform/ids.ts'
import { type RefusalReason, whyNotReceive } from './movement.ts'
import { refuseUnknownParties } from './parties.ts'
import { refusals } from './refusals.ts'
import { movedBy } from './stock.ts'

export type ReceiptLine = {
  productId: string
  /** Units announced; null when nothing was. */ expected?: number | null
  accepted: number
  refused?: number
  refusalReason?: RefusalReason | null
}
export type ReceiveGoods = {
  warehouseId: string
  supplierId?: string | null
  /** The order to a supplier that brought them; who keeps those orders has looked at it. */ purchaseId?:
    | string
    | null
  note?: string
  /** The goods were sold before and come back. */ isReturn?: boolean
  lines: readonly ReceiptLine[]
}

/** Books goods that arrived: what is accepted raises stock at once, what is refused is kept with its reason. */
export async function receiveGoods(
  ctx: Ctx,
  { warehouseId, supplierId = null, purchaseId = null, note = '', isReturn = false, lines }: ReceiveGoods,
): Promise<string> {
  refuseUnfit(lines)
  await findPlaces(ctx, { warehouseId, productIds: lines.map((line) => line.productId) })
  await refuseUnknownParties(ctx, 'supplier', [{ id: supplierId, path: 'supplierId' }])
  const id = newId()
  const number = newNumber('GR', ctx.now)
  const tenantId = ctx.tenant.id
  await ctx.db.run(sql`
    insert into goods_receipt (tenant_id, id, number, warehouse_id, supplier_id, purchase_id, received_at, received_by, note)
    values (${tenantId}, ${id}, ${number}, ${warehouseId}, ${supplierId}, ${purchaseId}::uuid, ${ctx.now}, ${movedBy(ctx)}, ${note})`)
  await ctx.db.run(sql`
    insert into goods_receipt_line (tenant_id, id, receipt_id, product_id, expected, accepted, refused, refusal_reason)
    select ${tenantId}, l.id, ${id}, l.product_id, l.expected, l.accepted, l.refused, l.reason
    from unnest(${lines.map(() => newId())}::uuid[], ${lines.map((l) => l.productId)}::uuid[], ${lines.map((l) => l.expected ?? null)}::bigint[],
      ${lines.map((l) => l.accepted)}::bigint[], ${lines.map((l) => l.refused ?? 0)}::bigint[], ${lines.map((l) => l.refusalReason ?? null)}::text[]
    ) l (id, product_id, expected, accepted, refused, reason)`)
  const accepted = lines.filter((line) => line.accepted > 0)
  await raiseStock(
    ctx,
    accepted.map((line) => ({ warehouseId, productId: line.productId, quantity: line.accepted })),
    { kind: isReturn ? 'return' : 'receipt', refType: 'goods_receipt', refId: id },
  )
  emit(
    ctx,
    'goods.received',
    { type: 'goods_receipt', id, parentId: warehouseId },
    {
      number,
      warehouseId,
      lines: lines.length,
      accepted: lines.reduce((sum, line) => sum + line.accepted, 0),
      refused: lines.reduce((sum, line) => sum + (line.refused ?? 0), 0),
      productIds: [...new Set(accepted.map((line) => line.productId))],
    },
  )
  return id
}

export type StockChange = {
  warehouseId: string
  productId: string
  /** Units added (above zero) or taken away. */ quantity: number
  at?: Date
}
type Movement = {
  kind: 'receipt' | 'return' | 'adjustment'
  reason?: string
  refType?: string
  refId?: string
}

/** Writes movements and raises stock by them, rows in the common order; a row that is not there yet is made. Quantities above zero. */
export async function raiseStock(
  ctx: Ctx,
  changes: readonly StockChange[],
  movement: Movement,
): Promise<void> {
  if (changes.length === 0) return
  await ctx.db.run(sql`
    with change as materialized (${changeRows(ctx, changes)}), moved as (${insertMovements(ctx, movement)})
    insert into stock as s (tenant_id, warehouse_id, product_id, on_hand)
    select ${ctx.tenant.id}, warehouse_id, product_id, sum(quantity) from change group by product_id, warehouse_id order by product_id, warehouse_id
    on conflict (tenant_id, product_id, warehouse_id) do update set on_hand = s.on_hand + excluded.on_hand`)
}

/** Writes movements, up or down, over rows that are there and that the caller has locked and judged. */
export async function changeStock(
  ctx: Ctx,
  changes: readonly StockChange[],
  movement: Movement,
): Promise<void> {
  if (changes.length === 0) return
  await ctx.db.run(sql`
    with change as materialized (${changeRows(ctx, changes)}), moved as (${insertMovements(ctx, movement)})
    update stock s set on_hand = s.on_hand + c.quantity
    from (select warehouse_id, product_id, sum(quantity)::bigint as quantity from change group by warehouse_id, product_id) c
    where s.tenant_id = ${ctx.tenant.id} and s.product_id = c.product_id and s.warehouse_id = c.warehouse_id`)
}

const changeRows = (ctx: Ctx, changes: readonly StockChange[]) => sql`
  select * from unnest(${changes.map(() => newId())}::uuid[], ${changes.map((c) => c.warehouseId)}::uuid[], ${changes.map((c) => c.productId)}::uuid[],
    ${changes.map((c) => c.quantity)}::bigint[], ${changes.map((c) => c.at ?? ctx.now)}::timestamptz[]) c (id, warehouse_id, product_id, quantity, at)`

const insertMovements = (ctx: Ctx, { kind, reason, refType, refId }: Movement) => sql`
  insert into stock_movement (tenant_id, id, warehouse_id, product_id, quantity, kind, reason, ref_type, ref_id, at, moved_by)
  select ${ctx.tenant.id}, id, warehouse_id, product_id, quantity, ${kind}, ${reason ?? null}::text, ${refType ?? null}::text, ${refId ?? null}::uuid, at,
    ${movedBy(ctx)}::uuid
  from change`

export type Places = { warehouse: { code: string; name: string }; skus: Map<string, string> }

/** The warehouse (in scope, in use) and the products; a clear answer for what is not there. */
export async function findPlaces(
  ctx: Ctx,
  { warehouseId, productIds }: { warehouseId: string; productIds: string[] },
): Promise<Places> {
  const warehouse = await ctx.db.maybe(sql<{ code: string; name: string; archived: boolean }>`
    select code, name, archived_at is not null as archived from warehouse
    where tenant_id = ${ctx.tenant.id} and id = ${warehouseId} and ${inScope(ctx, 'warehouse', 'id')}`)
  if (!warehouse) throw new NotFound('warehouse')
  if (warehouse.archived) throw new Refused('warehouse.archived', { code: warehouse.code })
  const products = await ctx.db.all(
    sql<{
      id: string
      sku: string
    }>`select id, sku from product where tenant_id = ${ctx.tenant.id} and id = any(${productIds}::uuid[])`,
  )
  const skus = new Map(products.map((product) => [product.id, product.sku]))
  const problems = productIds.flatMap((id, i): FieldProblem[] =>
    skus.has(id)
      ? []
      : [
          {
            path: `lines[${i}].productId`,
            message: { zh: '商品不存在，请重新选择', en: 'There is no such product. Choose again' },
          },
        ],
  )
  if (problems.length > 0) throw new Invalid(problems)
  return { warehouse, skus }
}

function refuseUnfit(lines: readonly ReceiptLine[]): void {
  const problems = lines.flatMap((line, i): FieldProblem[] => {
    const refusal = whyNotReceive({ ...line, refused: line.refused ?? 0 })
    const field = refusal === 'receipt.reason_missing' ? 'refusalReason' : 'accepted'
    return refusal ? [{ path: `lines[${i}].${field}`, message: refusals[refusal] }] : []
  })
  if (lines.length === 0) problems.push({ path: 'lines', message: refusals['receipt.empty'] })
  if (problems.length > 0) throw new Invalid(problems)
}
