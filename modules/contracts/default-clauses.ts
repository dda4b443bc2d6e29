import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { ensureDefaultCalendars, loadCalendars } from '#modules/scheduling/calendars.ts'

import { type ClauseFields, insertClauses } from './clauses.ts'

export const DEFAULT_NUMBER = 'DEFAULT'

/** Conditions and tolerances most clauses do without. */
const ANY = {
  urgent: null,
  destination: null,
  origin: null,
  service: null,
  classKey: null,
  calendarId: null,
  earlyToleranceMinutes: null,
  lateToleranceMinutes: 0,
  exclusions: [],
  note: '',
} satisfies Partial<ClauseFields>

/** The service standards a company starts with; `standardId` is its calendar of office hours. */
function defaultClauses(standardId: string | null): ClauseFields[] {
  const deliver = (service: string | null, amount: number): ClauseFields => ({
    ...ANY,
    kind: 'deliver',
    service,
    target: { unit: 'requested', amount },
  })
  return [
    { ...ANY, kind: 'acknowledge', calendarId: standardId, target: { unit: 'working_minutes', amount: 60 } },
    { ...ANY, kind: 'ship', target: { unit: 'working_days', amount: 1, at: '18:00' } },
    { ...ANY, kind: 'ship', urgent: true, target: { unit: 'working_minutes', amount: 240 } },
    deliver(null, 3),
    deliver('express', 1),
    deliver('economy', 7),
    { ...ANY, kind: 'receipt_back', target: { unit: 'days', amount: 7 } },
  ]
}

/** Makes the default set of a company where it is missing: a contract with nobody in particular, its clauses in force. */
export async function ensureDefaultClauses(ctx: Ctx): Promise<void> {
  await ensureDefaultCalendars(ctx)
  const contractId = newId()
  // In force from the first, so that history imported later finds its clauses.
  const made = await ctx.db.run(sql`
    insert into contract (tenant_id, id, number, name, customer_id, valid_from, created_at)
    values (${ctx.tenant.id}, ${contractId}, ${DEFAULT_NUMBER}, '默认服务标准', null, '2000-01-01', ${ctx.now})
    on conflict (tenant_id, number) do nothing`)
  if (made === 0) return
  const standard = (await loadCalendars(ctx)).find((c) => c.key === 'standard')
  const lines = defaultClauses(standard?.id ?? null).map((fields) => ({
    ...fields,
    id: newId(),
    lineId: newId(),
    version: 1,
    contractId,
  }))
  await insertClauses(ctx, lines, { publishedAt: ctx.now })
}
