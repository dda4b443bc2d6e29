import { sql } from '#platform/db.ts'
import type { Reachable } from './customer-notice.ts'

/** Whom a notice of an order is for, and how that customer likes to be told. */
export type Addressee = {
  preferredChannel: string | null
  locale: 'zh' | 'en' | null
  contactId: string | null
  contact: Reachable | null
}

/** SQL of an addressee, of customer `c` and contact `k`. */
export const contactColumns = sql`
  c.preferred_channel as "preferredChannel", c.preferred_locale as locale, k.id as "contactId",
  case when k.id is null then null else jsonb_build_object('email', k.email, 'phone', k.phone, 'wechat', k.wechat) end as contact`

/** The contact `k` through whom the customer `c` of order `o` is best reached. */
export const contactJoin = sql`
  left join lateral (
    select k.* from contact k
    where k.tenant_id = o.tenant_id and k.party_id = o.customer_id and k.archived_at is null
    order by case
        when coalesce(c.preferred_channel, 'email') = 'email' and k.email <> '' then 0
        when c.preferred_channel in ('phone', 'sms') and k.phone <> '' then 0
        when c.preferred_channel = 'wechat' and k.wechat <> '' then 0
        when k.email <> '' then 1 when k.phone <> '' then 2 else 3 end,
      k.preferred_channel is distinct from coalesce(c.preferred_channel, 'email'), k.id
    limit 1) k on true`
