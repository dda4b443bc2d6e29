import type {} from './events.ts'
import { type Ctx, userIdOf } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { type FieldProblem, Invalid } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { type EditedRecord, reconcile, recordChange } from '#platform/versions.ts'
import { localDay } from '#modules/scheduling/calendar.ts'
import { type LockedLine, linesOf, lockPurchase, refuseUnknown, stopMail, subjectOf } from './locked.ts'
import { expectedOn, missingOf, purchaseMoves } from './purchase.ts'
import { refusals } from './refusals.ts'
import { listWaitingOrders } from './waiting.ts'

export type Confirmation = {
  id: string
  /** The supplier's number for the order; undefined: as it is. */ supplierRef?: string | undefined
  lines: readonly { lineId: string; /** 'YYYY-MM-DD' */ day: string }[]
  /** Needed where a day he gave before becomes another one. */ reason?: string | undefined
  /** The one its editor has seen. */ version?: number | undefined
}

/** What the supplier says: on which day each line comes. Said again later, it moves the days, with the reason. */
export async function confirmPurchase(
  ctx: Ctx,
  { id, supplierRef, lines: typed, reason = '', version }: Confirmation,
): Promise<void> {
  const found = await lockPurchase(ctx, id, 'confirm')
  const known = await linesOf(ctx, id)
  refuseUnknown(known, typed)
  const record: EditedRecord<Said> = {
    subject: subjectOf(found),
    version: found.version,
    values: {
      supplierRef: found.supplierRef,
      ...daysBy(known.map((line) => ({ lineId: line.id, day: line.confirmedOn }))),
    },
  }
  const change: Partial<Pick<Said, 'supplierRef'>> & Days = {
    ...(supplierRef === undefined ? {} : { supplierRef }),
    ...daysBy(typed),
  }
  const after = await reconcile(ctx, record, version, change)
  const lines = typed.map(({ lineId, day }) => ({ lineId, day: after[`lines.${lineId}`] ?? day }))
  refuseUnfit(known, { lines, reason, today: localDay(ctx.tenant.zone, ctx.now.getTime()) })
  await stopMail(ctx, found)
  const state = (purchaseMoves[found.state] as { confirm?: string }).confirm ?? found.state
  await ctx.db.run(sql`
    update purchase_order set state = ${state}, supplier_ref = ${after.supplierRef ?? found.supplierRef}, confirmed_at = ${ctx.now},
      confirmed_by = ${userIdOf(ctx)}::uuid, version = version + 1
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  await ctx.db.run(sql`
    update purchase_line l set confirmed_on = x.day, first_confirmed_on = coalesce(l.first_confirmed_on, x.day)
    from unnest(${lines.map((l) => l.lineId)}::uuid[], ${lines.map((l) => l.day)}::date[]) x (id, day)
    where l.tenant_id = ${ctx.tenant.id} and l.id = x.id`)
  recordChange(ctx, record, after)
  const dayOf = new Map(lines.map((line) => [line.lineId, line.day]))
  const days = known
    .map((line) => ({ ...line, confirmedOn: dayOf.get(line.id) ?? line.confirmedOn }))
    .filter((line) => missingOf(line) > 0)
    .map(expectedOn)
  const first = days.toSorted()[0] ?? ''
  const said = { number: found.number, expectedOn: first }
  if (!isMoved(known, lines)) return emit(ctx, 'purchase.confirmed', subjectOf(found), said)
  emit(ctx, 'purchase.rescheduled', subjectOf(found), { ...said, reason })
  await tellWaiting(ctx, {
    number: found.number,
    moved: lines.filter((line) => isMoved(known, [line])),
    reason,
  })
}

type Days = Record<`lines.${string}`, string | null>
type Said = { supplierRef: string } & Days

const daysBy = (lines: readonly { lineId: string; day: string | null }[]) =>
  Object.fromEntries(lines.map((line) => [`lines.${line.lineId}`, line.day])) as Days

type Moved = { number: string; moved: Confirmation['lines']; reason: string }

/** The customers' orders that wait for the goods hear of the last of the new days. */
async function tellWaiting(ctx: Ctx, { number, moved, reason }: Moved): Promise<void> {
  const lineIds = moved.map((line) => line.lineId)
  const last =
    moved
      .map((line) => line.day)
      .toSorted()
      .at(-1) ?? ''
  for (const { orderId } of await listWaitingOrders(ctx, lineIds))
    emit(ctx, 'supply.rescheduled', { type: 'order', id: orderId }, { number, expectedOn: last, reason })
}

const isMoved = (known: readonly LockedLine[], lines: Confirmation['lines']): boolean =>
  lines.some(({ lineId, day }) => {
    const before = known.find((line) => line.id === lineId)?.confirmedOn ?? null
    return before !== null && before !== day
  })

type Given = { lines: Confirmation['lines']; reason: string; today: string }

function refuseUnfit(known: readonly LockedLine[], { lines, reason, today }: Given): void {
  const lineOf = new Map(known.map((line) => [line.id, line]))
  const problems = lines.flatMap(({ lineId, day }, i): FieldProblem[] => {
    if (day >= today || day === lineOf.get(lineId)?.confirmedOn) return []
    return [{ path: `lines[${i}].day`, message: refusals['purchase.day_past'] }]
  })
  if (problems.length === 0 && isMoved(known, lines) && reason.trim().length < 2)
    problems.push({ path: 'reason', message: refusals['purchase.reason_needed'] })
  if (problems.length > 0) throw new Invalid(problems)
}
