import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { listParams } from '#platform/list-schema.ts'
import { Id, Instant, line, page, prose } from '#platform/schema.ts'
import { promiseList } from './promise-list.ts'
import { BOARD_VIEWS, LIABLE, PROMISE_KINDS, causes } from './promise.ts'

const Kind = z.enum(PROMISE_KINDS)
const CauseName = z.enum(Object.keys(causes) as [keyof typeof causes, ...(keyof typeof causes)[]])
const LiableName = z.enum(LIABLE)
const ChannelName = z.enum(['phone', 'email', 'sms', 'wechat', 'portal', 'api', 'paper'])
const State = z.enum(['open', 'paused', 'fulfilled', 'broken', 'withdrawn'])
const View = z.enum(BOARD_VIEWS)
const When = z.string().nullable()
const Name = z.string().nullable()

const Counts = { late: z.int(), today: z.int(), atRisk: z.int(), untold: z.int(), paused: z.int() }
export const PromiseBoard = z.object({
  asOf: z.string(),
  zone: z.string(),
  atRiskShare: z.number(),
  /** Counts stop at these numbers. */
  countedTo: z.object({ view: z.int(), day: z.int() }),
  total: z.object(Counts),
  byKind: z.array(z.object({ kind: Kind, ...Counts })),
  byOwner: z.array(z.object({ ownerId: Id.nullable(), ownerName: Name, ...Counts })),
  ahead: z.array(z.object({ day: z.string(), due: z.int() })),
})

export const PromiseRow = z.object({
  id: Id,
  rootId: Id,
  kind: Kind,
  subjectType: z.string(),
  subjectId: Id,
  orderId: Id.nullable(),
  orderNumber: Name,
  lineNo: z.int().nullable(),
  productName: Name,
  shipmentNumber: Name,
  customerId: Id,
  customerName: Name,
  warehouseId: Id.nullable(),
  warehouseName: Name,
  carrierId: Id.nullable(),
  carrierName: Name,
  lane: Name,
  mode: Name,
  service: Name,
  urgent: z.boolean(),
  quantity: z.int().nullable(),
  ownerId: Id.nullable(),
  ownerName: Name,
  madeAt: z.string(),
  startedAt: z.string(),
  earlyAt: When,
  dueAt: z.string(),
  originalDueAt: z.string(),
  level: z.int(),
  lateShare: z.number().nullable(),
  riskCases: z.int().nullable(),
  expectedAt: When,
  changes: z.int(),
  toldAt: When,
  state: State,
  pausedAt: When,
  fulfilledAt: When,
  cause: Name,
  liable: Name,
})

export const PromiseDetail = z.object({
  ...PromiseRow.shape,
  riskFrom: z.enum(['lane_carrier_mode', 'lane', 'kind']).nullable(),
  chain: z.array(
    z.object({
      id: Id,
      madeAt: z.string(),
      madeBy: Name,
      earlyAt: When,
      dueAt: z.string(),
      contractDueAt: When,
      reason: Name,
      level: z.int(),
    }),
  ),
  pauses: z.array(
    z.object({ id: Id, fromAt: z.string(), toAt: When, reason: z.string(), pausedBy: Name, resumedBy: Name }),
  ),
  told: z.array(
    z.object({
      id: Id,
      promiseId: Id,
      channel: ChannelName,
      recipient: z.string(),
      toldAt: z.string(),
      toldBy: Name,
      proof: Name,
    }),
  ),
  outcomes: z.array(
    z.object({
      version: z.int(),
      outcome: z.enum(['fulfilled', 'broken', 'withdrawn', 'reopened']),
      fulfilledAt: When,
      recordedAt: z.string(),
      recordedBy: Name,
      cause: Name,
      liable: Name,
      note: Name,
    }),
  ),
})

const Telling = {
  channel: ChannelName,
  recipient: line(200, 1),
  toldAt: Instant.optional(),
  proof: prose(1_000).optional(),
}
const Reason = line(300, 2)
const ById = z.object({ id: Id })
/** What the correction of an end may say. */
const Correction = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('fulfilled'),
    fulfilledAt: Instant,
    cause: CauseName.optional(),
    liable: LiableName.optional(),
    note: prose(1_000).default(''),
  }),
  z.strictObject({
    outcome: z.enum(['broken', 'withdrawn']),
    cause: CauseName,
    liable: LiableName.optional(),
    note: prose(1_000).default(''),
  }),
  z.strictObject({ outcome: z.literal('reopened'), note: prose(1_000).default('') }),
])

export const promisesApi = {
  getPromiseBoard: op({
    method: 'GET',
    path: '/promises/board',
    permission: 'promise.read',
    summary: { zh: '承诺看板', en: 'Counts of the promise board' },
    result: PromiseBoard,
  }),
  listPromises: op({
    method: 'GET',
    path: '/promises',
    permission: 'promise.read',
    summary: { zh: '承诺列表', en: 'Promises' },
    query: z.strictObject({
      ...listParams(promiseList),
      view: View.optional(),
      owner: z.union([z.literal('none'), Id]).optional(),
    }),
    result: page(PromiseRow),
  }),
  getPromise: op({
    method: 'GET',
    path: '/promises/{id}',
    permission: 'promise.read',
    record: 'promise',
    summary: { zh: '承诺详情与改期链', en: 'One promise with its chain' },
    params: ById,
    result: PromiseDetail,
  }),
  repromise: op({
    method: 'POST',
    path: '/promises/{id}/repromise',
    permission: 'promise.manage',
    summary: { zh: '重新承诺', en: 'Re-promise' },
    params: ById,
    body: z.strictObject({ dueAt: Instant, reason: Reason, told: z.strictObject(Telling).optional() }),
    result: PromiseDetail,
  }),
  tellCustomer: op({
    method: 'POST',
    path: '/promises/{id}/told',
    permission: 'promise.manage',
    summary: { zh: '登记已告知客户', en: 'Record that the customer was told' },
    params: ById,
    body: z.strictObject(Telling),
    result: PromiseDetail,
  }),
  pausePromise: op({
    method: 'POST',
    path: '/promises/{id}/pause',
    permission: 'promise.manage',
    summary: { zh: '暂停计时', en: 'Pause the clock' },
    params: ById,
    body: z.strictObject({ reason: Reason }),
    result: PromiseDetail,
  }),
  resumePromise: op({
    method: 'POST',
    path: '/promises/{id}/resume',
    permission: 'promise.manage',
    summary: { zh: '恢复计时', en: 'Resume the clock' },
    params: ById,
    body: z.strictObject({ calendarId: Id.optional() }),
    result: PromiseDetail,
  }),
  assignPromise: op({
    method: 'POST',
    path: '/promises/{id}/owner',
    permission: 'promise.manage',
    summary: { zh: '指定负责人', en: 'Set who looks after it' },
    params: ById,
    body: z.strictObject({ ownerId: Id.nullable() }),
    result: PromiseDetail,
  }),
  breakPromise: op({
    method: 'POST',
    path: '/promises/{id}/break',
    isUndoable: true,
    permission: 'promise.manage',
    summary: { zh: '确认无法兑现', en: 'Give a promise up' },
    params: ById,
    body: z.strictObject({ cause: CauseName, liable: LiableName.optional(), note: prose(1_000).default('') }),
    result: PromiseDetail,
  }),
  correctOutcome: op({
    method: 'POST',
    path: '/promises/{id}/outcome',
    permission: 'promise.manage',
    summary: { zh: '更正结果', en: 'Correct how it ended' },
    params: ById,
    body: Correction,
    result: PromiseDetail,
  }),
} satisfies OperationTable
