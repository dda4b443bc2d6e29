import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { listParams } from '#platform/list-schema.ts'
import {
  Country,
  Day,
  Flag,
  Id,
  Instant,
  LocalTime,
  Paging,
  SeenVersion,
  line,
  page,
  patterned,
  prose,
} from '#platform/schema.ts'
import { contractList } from './contract-list.ts'
import { causes } from '#modules/promises/promise.ts'
import { clauseKinds, dimensions, targetUnits } from './clause.ts'
import { TOLERANCE_MAX_MINUTES, amountMax, clauseStates } from './contract.ts'

const Kind = z.enum(clauseKinds)
const State = z.enum(clauseStates)
const Cause = z.enum(Object.keys(causes) as [keyof typeof causes, ...(keyof typeof causes)[]])
const When = z.string().nullable()
const Name = z.string().nullable()
const Version = z.int().min(1)
const Reason = line(300, 2)
const Place = patterned(/^[A-Z]{2}(-.{1,60})?$/, {
  zh: '请填写国家代码，或国家-省份，例如 CN、CN-44',
  en: 'Give a country, or a country and province, such as CN or CN-44',
})
const LAST_MAX = 5_000
const DAYS_MAX = 366

const Target = z
  .strictObject({ unit: z.enum(targetUnits), amount: z.int().min(0), at: LocalTime.nullish() })
  .superRefine(({ unit, amount, at }, check) => {
    const isMinutes = unit === 'minutes' || unit === 'working_minutes'
    if (amount > amountMax[unit] || (isMinutes && amount === 0)) {
      check.addIssue({
        code: 'custom',
        path: ['amount'],
        message: `请填写 ${isMinutes ? 1 : 0} 到 ${amountMax[unit]} · Give ${isMinutes ? 1 : 0} to ${amountMax[unit]}`,
      })
    }
    if (isMinutes && at)
      check.addIssue({
        code: 'custom',
        path: ['at'],
        message: '按分钟计算时不能再指定时刻 · A target in minutes takes no time of day',
      })
  })

/** What people write in a clause; null in a condition = any. */
const Conditions = {
  urgent: z.boolean().nullable().default(null),
  destination: Place.nullable().default(null),
  origin: line(60, 1).nullable().default(null),
  service: line(40, 1).nullable().default(null),
  classKey: line(20, 1).nullable().default(null),
}
const Terms = {
  target: Target,
  calendarId: Id.nullable().default(null),
  earlyToleranceMinutes: z.int().min(0).max(TOLERANCE_MAX_MINUTES).nullable().default(null),
  lateToleranceMinutes: z.int().min(0).max(TOLERANCE_MAX_MINUTES).default(0),
  exclusions: z.array(Cause).max(30).default([]),
  note: prose(500).default(''),
}
const ClauseInput = { ...Conditions, ...Terms }

const ClauseShape = {
  id: Id,
  lineId: Id,
  version: z.int(),
  contractId: Id,
  customerId: Id.nullable(),
  kind: Kind,
  urgent: z.boolean().nullable(),
  destination: Name,
  origin: Name,
  service: Name,
  classKey: Name,
  target: z.object({ unit: z.enum(targetUnits), amount: z.int(), at: z.string().nullish() }),
  calendarId: Id.nullable(),
  earlyToleranceMinutes: z.int().nullable(),
  lateToleranceMinutes: z.int(),
  exclusions: z.array(z.string()),
}
export const ClauseView = z.object(ClauseShape)
export const ClauseRow = z.object({
  ...ClauseShape,
  note: z.string(),
  contractNumber: z.string(),
  contractName: z.string(),
  customerName: Name,
  calendarName: Name,
  isCalendarOff: z.boolean(),
  state: State,
  createdAt: z.string(),
  createdBy: Name,
  publishedAt: When,
  publishedBy: Name,
  retiredAt: When,
})
export const ContractRow = z.object({
  id: Id,
  number: z.string(),
  name: z.string(),
  customerId: Id.nullable(),
  customerName: Name,
  validFrom: z.string(),
  validTo: When,
  endedAt: When,
  createdAt: z.string(),
  version: Version,
  published: z.int(),
  drafts: z.int(),
})
export const ContractView = z.object({ ...ContractRow.shape, clauses: z.array(ClauseRow) })

const Verdict = z.enum(['kept', 'early', 'late', 'excused', 'open'])
const Tally = z.object({ kept: z.int(), early: z.int(), late: z.int(), excused: z.int(), open: z.int() })
export const DryRunResult = z.object({
  asked: z.int(),
  days: z.int().nullable(),
  /** Promises that meet the clause's conditions, at most `asked`; of them `matched` would be bound by it, the rest by a more specific one. */
  scanned: z.int(),
  matched: z.int(),
  before: Tally,
  after: Tally,
  shiftMedianMinutes: z.number().nullable(),
  changed: z.int(),
  verdictsChanged: z.int(),
  rows: z.array(
    z.object({
      promiseId: Id,
      orderId: Id.nullable(),
      customerId: Id,
      customerName: z.string(),
      startedAt: z.string(),
      dueBefore: z.string(),
      dueAfter: z.string(),
      fulfilledAt: When,
      before: Verdict,
      after: Verdict,
    }),
  ),
})

const Dimension = z.enum(dimensions)
export const PreviewRow = z.object({
  kind: Kind,
  picked: ClauseView.nullable(),
  decidedBy: Dimension.nullable(),
  startAt: z.string(),
  targetAt: When,
  dueAt: When,
  earlyAt: When,
  candidates: z.array(z.object({ clause: ClauseView, misfits: z.array(Dimension) })),
})

const ById = z.object({ id: Id })
const Changed = z.object({ id: Id })
const Last = z.int().min(1).max(LAST_MAX).default(LAST_MAX)
/** Only promises whose time began in the last so many days. */
const Days = z.int().min(1).max(DAYS_MAX).optional()
const canRead = 'contract.read'
const canManage = 'contract.manage'

export const contractsApi = {
  listContracts: op({
    method: 'GET',
    path: '/contracts',
    permission: canRead,
    summary: { zh: '合同列表', en: 'Contracts' },
    query: z.strictObject({
      ...listParams(contractList),
      search: line(80).optional(),
    }),
    result: page(ContractRow),
  }),
  getContract: op({
    method: 'GET',
    path: '/contracts/{id}',
    permission: canRead,
    record: 'contract',
    summary: { zh: '合同与条款', en: 'A contract with its clauses' },
    params: ById,
    result: ContractView,
  }),
  createContract: op({
    method: 'POST',
    path: '/contracts',
    permission: canManage,
    summary: { zh: '新建合同', en: 'Add a contract' },
    body: z.strictObject({
      name: line(120, 1),
      customerId: Id.nullable(),
      validFrom: Day,
      validTo: Day.nullable().default(null),
      /** The contract whose clauses in force it begins with, as drafts. */
      clausesOf: Id.optional(),
    }),
    result: ContractView,
  }),
  updateContract: op({
    method: 'PATCH',
    path: '/contracts/{id}',
    permission: canManage,
    summary: { zh: '修改合同', en: 'Change a contract' },
    params: ById,
    body: z.strictObject({
      version: SeenVersion,
      name: line(120, 1).optional(),
      validFrom: Day.optional(),
      validTo: Day.nullable().optional(),
    }),
    result: ContractView,
  }),
  endContract: op({
    method: 'POST',
    path: '/contracts/{id}/end',
    isUndoable: true,
    permission: canManage,
    summary: { zh: '终止合同', en: 'End a contract' },
    params: ById,
    body: z.strictObject({ version: Version, reason: Reason }),
    result: ContractView,
  }),
  resumeContract: op({
    method: 'POST',
    path: '/contracts/{id}/resumption',
    permission: canManage,
    summary: { zh: '恢复已终止的合同', en: 'Let an ended contract run again' },
    params: ById,
    body: z.strictObject({ version: Version, reason: Reason }),
    result: ContractView,
  }),
  listClauses: op({
    method: 'GET',
    path: '/clauses',
    permission: canRead,
    summary: { zh: '条款列表', en: 'Clauses' },
    query: z.strictObject({
      ...Paging,
      kind: Kind.optional(),
      state: State.optional(),
      contractId: Id.optional(),
      customerId: Id.optional(),
      lineId: Id.optional(),
      service: line(40).optional(),
    }),
    result: page(ClauseRow),
  }),
  previewClauses: op({
    method: 'GET',
    path: '/clauses/preview',
    permission: canRead,
    summary: { zh: '试算适用条款与到期时间', en: 'Which clauses would bind, and due times' },
    query: z.strictObject({
      customerId: Id.optional(),
      service: line(40).optional(),
      urgent: Flag.optional(),
      origin: line(60).optional(),
      country: Country.optional(),
      province: line(60).optional(),
      placedAt: Instant.optional(),
      requestedOn: Day.optional(),
    }),
    result: z.object({ rows: z.array(PreviewRow) }),
  }),
  dryRunDraft: op({
    method: 'POST',
    path: '/clauses/dry-run',
    permission: canRead,
    slow: true,
    summary: { zh: '用历史订单试算未保存的条款', en: 'Dry run of a clause not saved' },
    body: z.strictObject({
      contractId: Id,
      lineId: Id.optional(),
      kind: Kind,
      last: Last,
      days: Days,
      ...ClauseInput,
    }),
    result: DryRunResult,
  }),
  getClause: op({
    method: 'GET',
    path: '/clauses/{id}',
    permission: canRead,
    record: 'clause',
    summary: { zh: '条款版本', en: 'A version of a clause' },
    params: ById,
    result: ClauseRow,
  }),
  dryRunClause: op({
    method: 'POST',
    path: '/clauses/{id}/dry-run',
    permission: canRead,
    slow: true,
    summary: { zh: '用历史订单试算条款', en: 'Dry run of a clause' },
    params: ById,
    body: z.strictObject({ last: Last, days: Days }),
    result: DryRunResult,
  }),
  draftClause: op({
    method: 'POST',
    path: '/contracts/{id}/clauses',
    permission: canManage,
    summary: { zh: '新建条款草稿', en: 'Draft a clause' },
    params: ById,
    body: z.strictObject({ kind: Kind, ...ClauseInput }),
    result: ClauseRow,
  }),
  changeClause: op({
    method: 'POST',
    path: '/clauses/{id}/versions',
    permission: canManage,
    summary: { zh: '修改条款（新版本）', en: 'Change a clause (new version)' },
    params: ById,
    body: z.strictObject({ version: SeenVersion, ...ClauseInput }),
    result: Changed,
  }),
  publishClause: op({
    method: 'POST',
    path: '/clauses/{id}/publication',
    permission: canManage,
    summary: { zh: '发布条款', en: 'Publish a clause' },
    params: ById,
    result: ClauseRow,
  }),
  retireClause: op({
    method: 'POST',
    path: '/clauses/{id}/retirement',
    isUndoable: true,
    permission: canManage,
    summary: { zh: '停用条款或作废草稿', en: 'Retire a clause or discard a draft' },
    params: ById,
    body: z.strictObject({ reason: Reason }),
    result: ClauseRow,
  }),
} satisfies OperationTable
