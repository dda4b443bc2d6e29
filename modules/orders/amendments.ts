import { releaseReservations } from '#modules/inventory/stock.ts'
import { withdrawPromises } from '#modules/promises/promises.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { type FieldProblem, Invalid, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import { recordChange } from '#platform/versions.ts'
import { given } from '#platform/given.ts'
import { completeAddress } from './address.ts'
import { AMOUNT_TOO_LARGE, checkDay, checkPhone, phoneTailOf, problem } from './check.ts'
import { editedOrder, orderFields, reconcileAmendment } from './edited.ts'
import { readIntake } from './intake.ts'
import { type LockedLine, type LockedOrder, lockForChange } from './locked.ts'
import type { Address, NewLine } from './order-types.ts'
import { noteFirstFill } from './holds.ts'
import { closeShortages, demandOfLine, planAndReserve, recordPlans } from './reallocation.ts'
import { refreshStates } from './states.ts'
import { isoOrNull } from './writing.ts'

export type Amendment = {
  id: string
  version?: number | undefined
  reason: string
  /** New quantities; 0 cancels the line. */
  lines: { lineId: string; quantity: number }[]
  addLines: NewLine[]
  address?: Partial<Address> | undefined
  consigneeName?: string | undefined
  consigneePhone?: string | undefined
  requestedAt?: string | null | undefined
  service?: string | undefined
  urgent?: boolean | undefined
  deliveryNote?: string | undefined
  note?: string | undefined
}

type AmendedLine = LockedLine & { isNew: boolean }

/** Changes an order before its goods leave: it gives its stock back, is planned anew, and what moves is re-promised with the reason. */
export async function amendOrder(ctx: Ctx, given: Amendment): Promise<void> {
  const { id, reason } = given
  const order = await lockForChange(ctx, { id, version: null, event: 'amend' })
  const amendment = await reconcileAmendment(ctx, order, given)
  const after = await amended(ctx, order, amendment)
  await saveFields(ctx, after.order)
  if (!isWordsOnly(after.fields)) await amendContent(ctx, order, { after, reason })
  await refreshStates(ctx, [id])
  recordChange(ctx, editedOrder(order), orderFields(after.order, after.lines))
  emit(ctx, 'order.amended', { type: 'order', id }, { fields: after.fields, reason })
}

/** Words for people move neither stock nor promises. */
const WORDS = ['note', 'deliveryNote', 'consigneeName', 'consigneePhone']
const isWordsOnly = (fields: readonly string[]): boolean =>
  fields.length > 0 && fields.every((field) => WORDS.includes(field))

type After = { order: LockedOrder; lines: AmendedLine[]; fields: string[] }

async function amendContent(
  ctx: Ctx,
  order: LockedOrder,
  { after, reason }: { after: After; reason: string },
): Promise<void> {
  const { id } = order
  await releaseReservations(ctx, { orderId: id })
  await saveLines(ctx, order, after.lines)
  await closeShortages(
    ctx,
    order.shortages.map((shortage) => shortage.id),
  )
  const gone = after.lines.filter((line) => line.cancelled >= line.quantity).map((line) => line.id)
  // A held order waits without stock: its release plans it. Promises given before the hold are withdrawn with the old content.
  const held = order.state === 'held'
  if (held || gone.length > 0)
    await withdrawPromises(ctx, {
      orderId: id,
      ...(held ? {} : { subjectIds: gone }),
      kinds: ['ship', 'deliver'],
      cause: 'order_amended',
    })
  if (!held) await planAnew(ctx, after.order, { lines: after.lines, reason })
}

async function planAnew(
  ctx: Ctx,
  order: LockedOrder,
  { lines, reason }: { lines: AmendedLine[]; reason: string },
): Promise<void> {
  const wanted = lines
    .filter((line) => line.cancelled < line.quantity)
    .map((line) => demandOfLine(order, line, line.quantity - line.cancelled))
  const { intake, planned } = await planAndReserve(ctx, [{ order, lines: wanted }])
  await recordPlans(ctx, { intake, planned, reason })
  const added = new Set(lines.filter((line) => line.isNew).map((line) => line.id))
  await noteFirstFill(
    ctx,
    planned.flatMap(({ plan }) => plan.lines).filter((line) => added.has(line.lineId)),
  )
}

/** The order as it will be, checked like a new one; Invalid names what is wrong. */
async function amended(ctx: Ctx, order: LockedOrder, amendment: Amendment): Promise<After> {
  const problems: FieldProblem[] = []
  const own = given(amendment.address ?? {})
  const { country, province, city, district, street, postcode } = order
  const address = completeAddress({ country, province, city, district, street, postcode, ...own })
  if (amendment.address) problems.push(...address.problems)
  const known = { zone: ctx.tenant.zone, nowMs: ctx.now.getTime() }
  const requestedMs = amendment.requestedAt
    ? checkDay(amendment.requestedAt, { known, path: 'requestedAt', problems })
    : null
  const lines = [
    ...changeLines(order, amendment, problems),
    ...(await addLines(ctx, order, { amendment, problems })),
  ]
  const consigneePhone =
    amendment.consigneePhone === undefined
      ? order.consigneePhone
      : checkPhone(amendment.consigneePhone, problems)
  if (!Number.isSafeInteger(lines.reduce((sum, line) => sum + line.quantity * line.unitPriceMinor, 0)))
    problems.push(AMOUNT_TOO_LARGE)
  if (problems.length > 0) throw new Invalid(problems)
  if (lines.every((line) => line.cancelled >= line.quantity)) throw new Refused('order.nothing_left')

  const next: LockedOrder = {
    ...order,
    ...address.address,
    requestedAt:
      amendment.requestedAt === undefined
        ? order.requestedAt
        : requestedMs === null
          ? null
          : new Date(requestedMs),
    consigneeName: amendment.consigneeName ?? order.consigneeName,
    consigneePhone,
    service: amendment.service ?? order.service,
    urgent: amendment.urgent ?? order.urgent,
    deliveryNote: amendment.deliveryNote ?? order.deliveryNote,
    note: amendment.note ?? order.note,
  }
  const {
    id: _id,
    version: _version,
    reason: _reason,
    lines: changed,
    addLines: added,
    ...fields
  } = amendment
  const named = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name)
  return { order: next, lines, fields: [...named, ...(changed.length + added.length > 0 ? ['lines'] : [])] }
}

function changeLines(order: LockedOrder, { lines }: Amendment, problems: FieldProblem[]): AmendedLine[] {
  lines.forEach(({ lineId }, index) => {
    if (lines.findIndex((line) => line.lineId === lineId) < index)
      problems.push(
        problem(
          `lines[${index}].lineId`,
          '同一行重复填写，请只填一次',
          'This line is named twice. Give each line once',
        ),
      )
    if (!order.lines.some((line) => line.id === lineId))
      problems.push(
        problem(
          `lines[${index}].lineId`,
          '订单中没有这一行，请刷新',
          'The order has no such line. Reload it',
        ),
      )
  })
  return order.lines.map((line) => {
    const change = lines.find(({ lineId }) => lineId === line.id)
    if (!change) return { ...line, isNew: false }
    // A line taken out keeps what was ordered; a line changed is ordered anew.
    if (change.quantity === 0) return { ...line, cancelled: line.quantity, isNew: false }
    return { ...line, quantity: change.quantity, cancelled: 0, isNew: false }
  })
}

async function addLines(
  ctx: Ctx,
  order: LockedOrder,
  { amendment, problems }: { amendment: Amendment; problems: FieldProblem[] },
): Promise<AmendedLine[]> {
  if (amendment.addLines.length === 0) return []
  const { known } = await readIntake(ctx, [
    { channel: 'form', customerId: order.customerId, lines: amendment.addLines },
  ])
  const last = Math.max(0, ...order.lines.map((line) => line.lineNo))
  return amendment.addLines.flatMap((line, index) => {
    const product = known.product(line)
    const path = `addLines[${index}]`
    const requestedMs = checkDay(line.requestedAt, { known, path: `${path}.requestedAt`, problems })
    if (!product || product.archived) {
      problems.push(
        problem(
          `${path}.${line.productId ? 'productId' : 'sku'}`,
          '没有这个商品或已停售，请重新选择',
          'There is no such product on sale. Choose another',
        ),
      )
      return []
    }
    const unitPriceMinor = line.unitPriceMinor ?? product.priceMinor
    return [
      {
        id: newId(),
        lineNo: last + index + 1,
        productId: product.id,
        quantity: line.quantity,
        cancelled: 0,
        shipped: 0,
        delivered: 0,
        reserved: 0,
        unitPriceMinor,
        requestedAt: isoOrNull(requestedMs),
        isNew: true,
      },
    ]
  })
}

async function saveFields(ctx: Ctx, order: LockedOrder): Promise<void> {
  const tail = phoneTailOf(order.consigneePhone)
  await ctx.db.run(sql`
    update sales_order set requested_at = ${order.requestedAt}, consignee_name = ${order.consigneeName}, consignee_phone = ${order.consigneePhone}, phone_tail = ${tail},
      country = ${order.country}, province = ${order.province}, city = ${order.city}, district = ${order.district}, street = ${order.street}, postcode = ${order.postcode},
      service = ${order.service}, urgent = ${order.urgent}, delivery_note = ${order.deliveryNote}, note = ${order.note}
    where tenant_id = ${ctx.tenant.id} and id = ${order.id}`)
}

async function saveLines(ctx: Ctx, before: LockedOrder, lines: readonly AmendedLine[]): Promise<void> {
  const rows = lines.filter((line) => {
    const old = before.lines.find((other) => other.id === line.id)
    return !old || old.quantity !== line.quantity || old.cancelled !== line.cancelled
  })
  if (rows.length === 0) return
  await ctx.db.run(sql`
    insert into order_line as l (tenant_id, id, order_id, line_no, product_id, quantity, cancelled, unit_price_minor, amount_minor, requested_at)
    select ${ctx.tenant.id}, n.id, ${before.id}, n.line_no, n.product_id, n.quantity, n.cancelled, n.unit_price_minor, n.unit_price_minor * n.quantity, n.requested_at
    from unnest(${rows.map((l) => l.id)}::uuid[], ${rows.map((l) => l.lineNo)}::integer[], ${rows.map((l) => l.productId)}::uuid[], ${rows.map((l) => l.quantity)}::bigint[],
      ${rows.map((l) => l.cancelled)}::bigint[], ${rows.map((l) => l.unitPriceMinor)}::bigint[], ${rows.map((l) => l.requestedAt)}::timestamptz[]
    ) as n (id, line_no, product_id, quantity, cancelled, unit_price_minor, requested_at)
    on conflict (tenant_id, id) do update set quantity = excluded.quantity, cancelled = excluded.cancelled, amount_minor = excluded.amount_minor,
      filled_first = least(l.filled_first, excluded.quantity)`)
  await ctx.db.run(sql`
    update sales_order o set amount_minor = (
      select sum(l.amount_minor) filter (where l.cancelled < l.quantity) from order_line l where l.tenant_id = o.tenant_id and l.order_id = o.id)
    where o.tenant_id = ${ctx.tenant.id} and o.id = ${before.id}`)
}
