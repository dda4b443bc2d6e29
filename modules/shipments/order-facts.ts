import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'

/** Columns of order `o` and warehouse `w` that clauses, lanes and promises ask for. */
export const orderFacts = (ctx: Ctx) => sql`
  o.id as "orderId", o.customer_id as "customerId", o.service, o.mode, o.urgent, o.country, o.province,
  w.id as "warehouseId", w.code, w.country as "warehouseCountry", w.province as "warehouseProvince", w.calendar_id as "calendarId",
  (select pc.class_key from party_class pc join class_scheme cs on cs.tenant_id = pc.tenant_id and cs.id = pc.scheme_id and cs.is_default
    where pc.tenant_id = ${ctx.tenant.id} and pc.party_id = o.customer_id and pc.to_at is null limit 1) as "classKey"`
