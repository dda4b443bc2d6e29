import { divisionOf } from '#modules/customers/divisions.ts'
import { fieldNames } from '#modules/field-names.ts'
import { type Ctx, can } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { type AnyRef, findRecords } from '#platform/records.ts'
import { idsAsked } from '#platform/list-words.ts'
import { toldValue } from '#platform/tellers.ts'

/** What a save changed, as platform/versions.ts keeps it: personal data masked. */
export type StoredChanges = Record<string, { before: unknown; after: unknown }>

/** An event with what the save it announces changed. */
type Changed = { type: string; data: Record<string, unknown>; changes: StoredChanges | null }

/** One changed field. `label` names it where no fixed text can: a line of an order. */
export type FieldChange = { field: string; label: string | null; before: unknown; after: unknown }

/** Fields whose value is another record: shown by its name. */
const referring: Record<string, AnyRef['type']> = {
  calendarId: 'calendar',
  customerId: 'customer',
  carrierId: 'customer',
  supplierId: 'customer',
  warehouseId: 'warehouse',
  productId: 'product',
  teamId: 'team',
  roleId: 'role',
  ownerId: 'user',
  createdBy: 'user',
  actorId: 'user',
  orderId: 'order',
  purchaseId: 'purchase_order',
  listId: 'handover_list',
}
/** Fields that list other records. */
const referringMany: Record<string, AnyRef['type']> = { roleIds: 'role', teamIds: 'team', memberIds: 'user' }
const DIVISION = /^(address\.)?(province|city|district)$/
const RULE = /^(rule\.\w+)\.([0-9a-f-]{36})$/
/** What a save changed of one line, by what it changed. */
const ofLine: Record<string, string> = { lines: 'line', prices: 'price' }
const LINE = /^(lines|prices)\.([0-9a-f-]{36})$/
const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/

/** The changes of many entries in the reader's words: ids become names he may see, or nothing. */
export async function readableChanges(
  ctx: Ctx,
  events: readonly Changed[],
): Promise<(FieldChange[] | null)[]> {
  const entries = events.flatMap(({ changes }) => Object.entries(changes ?? {}))
  const lineIds = entries.flatMap(([field]) => LINE.exec(field)?.[2] ?? [])
  const refs = entries.flatMap(([field, { before, after }]) =>
    [before, after].flatMap((value) => refsIn(field, value)),
  )
  const carriers = entries.flatMap(([field]) => RULE.exec(field)?.[2] ?? [])
  refs.push(...carriers.map((id) => ({ type: 'customer' as const, id })))
  const [lines, records] = await Promise.all([
    linesOf(ctx, [...new Set(lineIds)]),
    refs.length > 0 ? findRecords(ctx, refs.slice(0, REFS_MAX)) : [],
  ])
  const names = new Map(records.map((record) => [record.id, record.title]))
  const shown = ({ type, data }: Changed, field: string, value: unknown) => {
    if (referringMany[field] && Array.isArray(value))
      return value.flatMap((id) => names.get(String(id)) ?? [])
    if (isUuid(value)) return names.get(value) ?? null
    return typeof value === 'string' && DIVISION.test(field)
      ? (divisionOf(value)?.name ?? value)
      : toldValue(type, field, { value, data, nameOf: (id) => names.get(id) })
  }
  return events.map(
    (event) =>
      event.changes &&
      Object.entries(event.changes)
        .filter(([field]) => mayKnow(ctx, namedAs(field)))
        .map(([field, { before, after }]) => ({
          field: namedAs(field),
          label: lines.get(LINE.exec(field)?.[2] ?? '') ?? names.get(RULE.exec(field)?.[2] ?? '') ?? null,
          before: shown(event, field, before),
          after: shown(event, field, after),
        })),
  )
}

/** The name a field goes by, without the record that it is of. */
function namedAs(field: string): string {
  const part = LINE.exec(field)?.[1]
  return part ? (ofLine[part] ?? field) : (RULE.exec(field)?.[1] ?? field)
}

function mayKnow(ctx: Ctx, field: string): boolean {
  const needs = fieldNames[field]?.needs
  return !needs || can(ctx.actor, needs)
}

function refsIn(field: string, value: unknown): AnyRef[] {
  if (field === 'search' && typeof value === 'string')
    return idsAsked(value).flatMap(({ field: asked, id }) => refsIn(asked, id))
  const [one, many] = [referring[field], referringMany[field]]
  if (one) return isUuid(value) ? [{ type: one, id: value }] : []
  return many && Array.isArray(value) ? value.filter(isUuid).map((id) => ({ type: many, id })) : []
}

const REFS_MAX = 500
const isUuid = (value: unknown): value is string => typeof value === 'string' && UUID.test(value)

/** Lines of orders by their number and SKU; labels only, as the order's page shows them. */
async function linesOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await ctx.db.all(sql<{ id: string; label: string }>`
    select l.id, l.line_no || ' · ' || p.sku as label
    from order_line l join product p on p.tenant_id = l.tenant_id and p.id = l.product_id
    where l.tenant_id = ${ctx.tenant.id} and l.id = any(${ids}::uuid[])
    union all
    select l.id, l.line_no || ' · ' || p.sku
    from purchase_line l join product p on p.tenant_id = l.tenant_id and p.id = l.product_id
    where l.tenant_id = ${ctx.tenant.id} and l.id = any(${ids}::uuid[])`)
  return new Map(rows.map((row) => [row.id, row.label]))
}
