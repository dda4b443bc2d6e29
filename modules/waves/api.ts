import { z } from 'zod'
import { AllocationResult } from '#modules/orders/order-shapes.ts'
import { type OperationTable, op } from '#platform/api.ts'
import { listParams } from '#platform/list-schema.ts'
import { Id, Paging, line, page } from '#platform/schema.ts'
import { type LeftOut, WAVE_CHOSEN_MAX, leftOutReasons, waveOutcomes, waveStates } from './wave.ts'
import { waveList } from './wave-list.ts'

const Side = z.object({
  costMinor: z.int(),
  cost: z.object({ freight: z.int(), split: z.int(), late: z.int() }),
  shipments: z.int(),
  unitsShort: z.int(),
  linesShort: z.int(),
  linesLate: z.int(),
})
const Summary = z.object({
  orders: z.int(),
  lines: z.int(),
  warehouses: z.int(),
  leftOut: z.array(
    z.object({ code: z.enum(Object.keys(leftOutReasons) as [LeftOut, ...LeftOut[]]), orders: z.int() }),
  ),
  changedOrders: z.int(),
  before: Side,
  after: Side,
  linesGaining: z.int(),
  linesLosing: z.int(),
  promisesNew: z.int(),
  promisesLater: z.int(),
  /** No plan that fills the same costs less. */
  boundMinor: z.int(),
  seconds: z.number(),
  currency: z.string(),
})
export const WaveView = z.object({
  id: Id,
  number: z.string(),
  state: z.enum(waveStates),
  /** How many orders were chosen; null: every open one. */
  chosen: z.int().nullable(),
  by: z.string(),
  createdAt: z.string(),
  readyAt: z.string().nullable(),
  /** When it was begun to be applied, and by whom. */
  applyingAt: z.string().nullable(),
  appliedBy: z.string().nullable(),
  endedAt: z.string().nullable(),
  reason: z.string(),
  /** While it is planned: the best cost so far, what is known to be the least (below zero: nothing yet), and the share of the time. */
  progress: z.object({ costMinor: z.int(), boundMinor: z.int(), share: z.number() }).nullable(),
  summary: Summary.nullable(),
  problem: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** Of the orders it changes: moved so far, left as they were, and not decided. */
  moved: z.int(),
  unmoved: z.int(),
  left: z.int(),
  /** Why orders were left as they were. */
  reasons: z.array(z.object({ code: z.string(), message: z.string(), orders: z.int() })),
})
const Source = z.object({ warehouseId: Id, quantity: z.int() })
const ChangedLine = z.object({
  lineId: Id,
  lineNo: z.int(),
  product: z.object({ id: Id, sku: z.string(), name: z.string(), unit: z.string() }),
  before: z.array(Source),
  after: z.array(Source),
  shortBefore: z.int(),
  shortAfter: z.int(),
  /** What is promised anew: for the first time, or later than before. */
  deliver: z
    .object({ kind: z.enum(['new', 'later']), from: z.string().nullable(), to: z.string() })
    .nullable(),
})
const ChangedOrder = z.object({
  id: Id,
  number: z.string(),
  urgent: z.boolean(),
  customer: z.object({ id: Id, name: z.string() }),
  costBefore: z.int(),
  costAfter: z.int(),
  shipmentsBefore: z.int(),
  shipmentsAfter: z.int(),
  lines: z.array(ChangedLine),
  allocation: AllocationResult,
  outcome: z.enum(['moved', 'unmoved']).nullable(),
  /** Why it was left as it was. */
  problem: z.string().nullable(),
})
const Warehouse = z.object({ id: Id, code: z.string(), name: z.string() })
const ById = z.object({ id: Id })

export const wavesApi = {
  listWaves: op({
    method: 'GET',
    path: '/waves',
    permission: 'wave.manage',
    summary: { zh: '合并分配', en: 'Joint allocations' },
    query: z.strictObject({ ...listParams(waveList), search: line(80).optional() }),
    result: page(WaveView),
  }),
  planWave: op({
    method: 'POST',
    path: '/waves',
    permission: 'wave.manage',
    summary: {
      zh: '为多张订单合并分配库存生成方案（不改动任何订单）',
      en: 'Ask for a plan that allocates stock across orders; nothing changes',
    },
    body: z.strictObject({
      /** These orders; left out: every order that is not picked yet, and whatever others lack. */
      orderIds: z.array(Id).min(1).max(WAVE_CHOSEN_MAX).optional(),
    }),
    result: WaveView,
    slow: true,
  }),
  getWave: op({
    method: 'GET',
    path: '/waves/{id}',
    permission: 'wave.manage',
    summary: { zh: '合并分配方案', en: 'A joint allocation' },
    record: 'wave',
    params: ById,
    result: WaveView,
  }),
  listWaveOrders: op({
    method: 'GET',
    path: '/waves/{id}/orders',
    permission: 'wave.manage',
    summary: { zh: '方案中有变动的订单', en: 'The orders that a joint allocation changes' },
    params: ById,
    query: z.strictObject({ ...Paging, outcome: z.enum(waveOutcomes).optional() }),
    result: z.object({
      rows: z.array(ChangedOrder),
      warehouses: z.array(Warehouse),
      next: z.string().nullable(),
    }),
  }),
  applyWave: op({
    method: 'POST',
    path: '/waves/{id}/application',
    permission: 'wave.manage',
    summary: {
      zh: '开始执行方案（由服务器分批完成；有变动的订单跳过并说明原因）',
      en: 'Have it applied part by part; orders that changed meanwhile are left and named',
    },
    params: ById,
    body: z.strictObject({ reason: line(300, 2) }),
    result: WaveView,
  }),
  cancelWave: op({
    method: 'POST',
    path: '/waves/{id}/cancellation',
    permission: 'wave.manage',
    summary: {
      zh: '停止计算、放弃方案，或在当前一批之后中止执行（已调整的不撤回）',
      en: 'Stop the search, discard the proposal, or stop applying it after the part under way; what was moved stays',
    },
    params: ById,
    result: WaveView,
  }),
} satisfies OperationTable
