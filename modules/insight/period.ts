import type { Ctx } from '#platform/ctx.ts'
import { Invalid } from '#platform/errors.ts'
import { formatDay, localDayNumber } from '#modules/scheduling/zone.ts'

/** The twelve months up to today, whole months from their first day; local days of the tenant, both included. */
export function lastYear(ctx: Pick<Ctx, 'tenant' | 'now'>): { from: string; to: string } {
  const to = formatDay(localDayNumber(ctx.tenant.zone, ctx.now.getTime()))
  const first = new Date(`${to.slice(0, 7)}-01T00:00:00Z`)
  first.setUTCMonth(first.getUTCMonth() - 11)
  return { from: first.toISOString().slice(0, 10), to }
}

export function checkPeriod({ from, to }: { from?: string | undefined; to?: string | undefined }): void {
  if (!from || !to || from <= to) return
  throw new Invalid([
    {
      path: 'to',
      message: { zh: '结束日期不能早于开始日期', en: 'The last day must not be before the first' },
    },
  ])
}
