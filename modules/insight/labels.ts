import { sql } from 'kysely'
import { causeOf } from '#modules/orders/shortage-cause.ts'
import type { Ctx } from '#platform/ctx.ts'
import type { Bilingual } from '#platform/text.ts'
import type { Dimension } from './definition.ts'
import { isUuidDimension } from './kpi-sql.ts'

/** What a group is called when the fact has no value for the dimension, or several. */
export const noValue = { zh: '（无或多个）', en: '(none or several)' } satisfies Bilingual

/**
 * Names of a dimension's values by key: parties and warehouses by name, products by sku, the rest by the key itself.
 * Persons' names are masked; names that two records share get their number, so that no label stands for two.
 */
export async function labelsOf(ctx: Ctx, dimension: Dimension, keys: string[]): Promise<Map<string, string>> {
  const nameOf = (key: string): string => {
    if (dimension === 'cause') return causeOf(key || null)[ctx.locale]
    return key === '' ? noValue[ctx.locale] : key
  }
  const labels = new Map(keys.map((key) => [key, nameOf(key)]))
  if (!isUuidDimension(dimension)) return labels
  const rows = await namesOf(
    ctx,
    dimension,
    keys.filter((key) => key !== ''),
  )
  const uses = Map.groupBy(rows, (r) => r.name)
  for (const { id, name, code } of rows)
    labels.set(id, (uses.get(name)?.length ?? 0) > 1 ? `${name} · ${code}` : name)
  return labels
}

type Named = { id: string; name: string; code: string }

function namesOf(ctx: Ctx, dimension: Dimension, ids: string[]): Promise<Named[]> {
  const tenantId = ctx.tenant.id
  if (dimension === 'warehouse')
    return ctx.db.all(
      sql<Named>`select id, name, code from warehouse where tenant_id = ${tenantId} and id = any(${ids}::uuid[])`,
    )
  if (dimension === 'product')
    return ctx.db.all(
      sql<Named>`select id, sku as name, sku as code from product where tenant_id = ${tenantId} and id = any(${ids}::uuid[])`,
    )
  return ctx.db.all(
    sql<Named>`select id, shown_name as name, number as code from party where tenant_id = ${tenantId} and id = any(${ids}::uuid[])`,
  )
}
