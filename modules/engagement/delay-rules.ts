import type {} from './events.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import { type EditedRecord, reconcile, recordChange } from '#platform/versions.ts'
import { DEFAULT_RULE, type DelayRule } from './customer-notice.ts'

type StoredRule = DelayRule & { id: string; version: number }

const columns = sql`id, mode, late_share as "lateShare", order_mode as "orderMode", closing_zh as "closingZh", closing_en as "closingEn", version`

export async function getDelayRule(ctx: Ctx): Promise<DelayRule & { id: string | null; version: number }> {
  const rule = await ctx.db.maybe(
    sql<StoredRule>`select ${columns} from delay_notice_rule where tenant_id = ${ctx.tenant.id}`,
  )
  if (!rule) return { ...DEFAULT_RULE, id: null, version: 1 }
  const { id, mode, lateShare, orderMode, closingZh, closingEn, version } = rule
  return { id, mode, lateShare, orderMode, closingZh, closingEn, version }
}

export async function saveDelayRule(
  ctx: Ctx,
  { version, ...typed }: DelayRule & { version?: number | undefined },
): Promise<void> {
  await ensureRule(ctx)
  const {
    id,
    version: now,
    ...values
  } = await ctx.db.one(
    sql<StoredRule>`select ${columns} from delay_notice_rule where tenant_id = ${ctx.tenant.id} for update`,
  )
  const record: EditedRecord<DelayRule> = { subject: { type: 'delay_notice_rule', id }, version: now, values }
  const rule = await reconcile(ctx, record, version, typed)
  await ctx.db.run(sql`
    update delay_notice_rule set mode = ${rule.mode}, late_share = ${rule.lateShare}, order_mode = ${rule.orderMode}, closing_zh = ${rule.closingZh}, closing_en = ${rule.closingEn},
      version = version + 1
    where tenant_id = ${ctx.tenant.id}`)
  recordChange(ctx, record, rule)
  emit(ctx, 'delay_notice.rule_set', record.subject, { mode: rule.mode, orderMode: rule.orderMode })
}

/** The rule, locked: only one round makes notices of a company at a time. Null when somebody else is at it. */
export async function takeDelayRule(ctx: Ctx): Promise<DelayRule | null> {
  await ensureRule(ctx)
  const rule = await ctx.db.maybe(sql<StoredRule>`
    select ${columns} from delay_notice_rule where tenant_id = ${ctx.tenant.id} for update skip locked`)
  return rule ?? null
}

async function ensureRule(ctx: Ctx): Promise<void> {
  const { mode, lateShare, orderMode, closingZh, closingEn } = DEFAULT_RULE
  await ctx.db.run(sql`
    insert into delay_notice_rule (tenant_id, id, mode, late_share, order_mode, closing_zh, closing_en)
    values (${ctx.tenant.id}, ${newId()}, ${mode}, ${lateShare}, ${orderMode}, ${closingZh}, ${closingEn}) on conflict (tenant_id) do nothing`)
}
