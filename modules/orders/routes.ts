import { findBuyers, findGoods, listBuyerSites } from './entry.ts'
import { getOrderError, listOrderErrors, sumOrderErrors } from './error-queries.ts'
import { getFollowOn } from './follow-on.ts'
import { logOrderError, updateOrderError, withdrawOrderError } from './order-errors.ts'
import type { Ctx } from '#platform/ctx.ts'
import type { FieldProblem } from '#platform/errors.ts'
import { type BoundOperation, routes } from '#platform/http.ts'
import { fill } from '#platform/text.ts'
import { check } from '#platform/validate.ts'
import { type Amendment, amendOrder } from './amendments.ts'
import { OrderInput } from './intake-api.ts'
import { ordersApi } from './api.ts'
import { cancelOrder } from './cancellations.ts'
import { decideShortage } from './decisions.ts'
import { holdOrder, releaseOrder } from './holds.ts'
import { listOrders } from './lists.ts'
import type { NewOrder } from './order-types.ts'
import { type PlacedRow, type RowProblem, placeOrder, placeOrders, placeOrdersTogether } from './orders.ts'
import { readPaste } from './pasting.ts'
import { previewOrder } from './previewing.ts'
import { getOrder } from './queries.ts'
import { revealOrder } from './reveals.ts'
import { refusals } from './refusals.ts'
import { replenishShortage } from './replenishments.ts'
import { getShortageOptions, listShortages } from './shortage-desk.ts'

type Given = Omit<NewOrder, 'channel'> & { channel?: NewOrder['channel'] | undefined }
const asOrder = (given: Given): NewOrder => ({ ...given, channel: given.channel ?? 'api' })

export const ordersRoutes: BoundOperation[] = routes(ordersApi, {
  getUrgentFollowOn: (ctx, { params, query }) =>
    getFollowOn(ctx, { customerId: params.id, days: query.days }),
  listOrderErrors: (ctx, { query }) => listOrderErrors(ctx, query),
  sumOrderErrors: (ctx, { query }) => sumOrderErrors(ctx, query),
  logOrderError: async (ctx, { params, body }) => {
    const foundAt = body.foundAt === undefined ? undefined : new Date(body.foundAt)
    return getOrderError(ctx, await logOrderError(ctx, { ...body, orderId: params.id, foundAt }))
  },
  updateOrderError: async (ctx, { params, body }) => {
    await updateOrderError(ctx, { ...params, ...body })
    return getOrderError(ctx, params.id)
  },
  withdrawOrderError: async (ctx, { params, body }) => {
    await withdrawOrderError(ctx, { ...params, ...body })
    return getOrderError(ctx, params.id)
  },
  findBuyers: (ctx, { query }) => findBuyers(ctx, query),
  listBuyerSites: (ctx, { params }) => listBuyerSites(ctx, params.id),
  findGoods: (ctx, { query }) => findGoods(ctx, query),
  listOrders: (ctx, { query }) => listOrders(ctx, query),
  placeOrder: {
    one: (ctx, { body }) => placeOrder(ctx, asOrder(body), { isLast: true }),
    many: (ctx, asked) =>
      placeOrdersTogether(
        ctx,
        asked.map(({ input, requestId }) => ({ order: asOrder(input.body), requestId })),
      ),
  },
  placeOrders: (ctx, { body }) => placeBatch(ctx, body.orders),
  previewOrder: async (ctx, { body }) => {
    const preview = await previewOrder(ctx, { ...body, channel: body.channel ?? 'form' })
    return { ...preview, problems: worded(ctx, preview.problems) }
  },
  parsePaste: async (ctx, { body }) => {
    const { rows, orders, ...result } = await readPaste(ctx, body.text)
    return {
      ...result,
      rows: rows.map((row) => ({ ...row, problems: worded(ctx, row.problems) })),
      orders: orders as never,
    }
  },
  getOrder: (ctx, { params }) => getOrder(ctx, params.id),
  amendOrder: async (ctx, { params, body }) => {
    await amendOrder(ctx, { id: params.id, ...body } as Amendment)
    return getOrder(ctx, params.id)
  },
  cancelOrder: async (ctx, { params, body }) => {
    await cancelOrder(ctx, { id: params.id, ...body })
    return getOrder(ctx, params.id)
  },
  holdOrder: async (ctx, { params, body }) => {
    await holdOrder(ctx, { id: params.id, ...body })
    return getOrder(ctx, params.id)
  },
  releaseOrder: async (ctx, { params, body }) => {
    await releaseOrder(ctx, { id: params.id, ...body })
    return getOrder(ctx, params.id)
  },
  revealOrder: (ctx, { params, body }) => revealOrder(ctx, { id: params.id, ...body }),
  listShortages: async (ctx, { query }) => asAnswer(await listShortages(ctx, query)),
  getShortageOptions: async (ctx, { params }) => asAnswer(await getShortageOptions(ctx, params.id)),
  replenishShortage: (ctx, { params, body }) => replenishShortage(ctx, { id: params.id, ...body }),
  decideShortage: async (ctx, { params, body }) =>
    getOrder(ctx, await decideShortage(ctx, { id: params.id, ...body })),
})

/** Rows that are no orders at all are answered beside the others; the good ones are placed together. */
async function placeBatch(ctx: Ctx, given: unknown[]) {
  const read = given.map((row) => check(OrderInput, row))
  const good = read.flatMap(({ value }, index) => (value ? [{ index, order: asOrder(value) }] : []))
  const placed = await placeOrders(
    ctx,
    good.map(({ order }) => order),
  )
  const rows: PlacedRow[] = [
    ...placed.map((row) => ({ ...row, index: good[row.index]?.index ?? row.index })),
    ...read.flatMap(({ problems }, index): PlacedRow[] =>
      problems
        ? [{ index, ok: false, problem: { code: 'request.invalid', details: {}, fields: problems } }]
        : [],
    ),
  ]
  const results = rows
    .toSorted((a, b) => a.index - b.index)
    .map((row) => (row.ok ? row : { ...row, problem: wordedProblem(ctx, row.problem) }))
  const refused = results.filter((row) => !row.ok).length
  return { placed: results.length - refused, refused, results }
}

const INVALID = { zh: '这一行有误，请按提示修改', en: 'This row is not right. Correct the fields named' }

function wordedProblem(ctx: Ctx, { code, details, fields }: RowProblem) {
  const text = code === 'request.invalid' ? INVALID : refusals[code]
  return { code, detail: fill(text[ctx.locale], details), fields: worded(ctx, fields) }
}

const worded = (ctx: Ctx, problems: readonly FieldProblem[]) =>
  problems.map(({ path, message }) => ({ path, message: message[ctx.locale] }))

/** Dates are written as JSON writes them; the type of the answer says so. */
type Json<T> = T extends Date
  ? string
  : T extends (infer U)[]
    ? Json<U>[]
    : T extends object
      ? { [K in keyof T]: Json<T[K]> }
      : T
const asAnswer = <T>(value: T): Json<T> => value as Json<T>
