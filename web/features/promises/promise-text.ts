import type { ResultOf } from '#platform/api.ts'
import type { Bilingual, Text } from '#platform/text.ts'
import type { promisesApi } from '#modules/promises/api.ts'
import type { BoardView, PromiseState, Verdict } from '#modules/promises/promise.ts'
import { stateNames, verdictNames } from '#modules/promises/promise.ts'
import type { StateTable, Tone } from '#web/ui/status-tag.tsx'

export type PromiseRow = ResultOf<typeof promisesApi.listPromises>['rows'][number]
export type PromiseDetail = ResultOf<typeof promisesApi.getPromise>
export type PromiseBoard = ResultOf<typeof promisesApi.getPromiseBoard>

/** Words used by more than one part of the board. */
export const promiseText = {
  promise: { zh: '承诺', en: 'Promise' },
  promises: { zh: '承诺看板', en: 'Promise board' },
  kind: { zh: '事项', en: 'What' },
  customer: { zh: '客户', en: 'Customer' },
  order: { zh: '订单', en: 'Order' },
  due: { zh: '承诺时间', en: 'Due' },
  owner: { zh: '负责人', en: 'Owner' },
  nobody: { zh: '无人负责', en: 'Nobody' },
  state: { zh: '状态', en: 'State' },
  warehouse: { zh: '仓库', en: 'Warehouse' },
  carrier: { zh: '承运商', en: 'Carrier' },
  lane: { zh: '线路', en: 'Lane' },
  mode: { zh: '运输方式', en: 'Mode' },
  risk: { zh: '延误风险', en: 'Risk of delay' },
  told: { zh: '告知客户', en: 'Customer told' },
  reason: { zh: '原因', en: 'Reason' },
  note: { zh: '说明', en: 'Note' },
  cause: { zh: '原因类别', en: 'Cause' },
  liable: { zh: '责任方', en: 'Liable party' },
  channel: { zh: '渠道', en: 'Channel' },
  recipient: { zh: '告知对象', en: 'Told whom' },
  proof: { zh: '凭据', en: 'Proof' },
  lacks: { zh: '需要权限“重新承诺、告知、暂停”', en: 'Needs the permission "Re-promise, tell, pause"' },
} satisfies Text

export const viewNames = {
  open: { zh: '全部进行中', en: 'All open' },
  late: { zh: '已逾期', en: 'Late' },
  today: { zh: '今日到期', en: 'Due today' },
  at_risk: { zh: '有延误风险', en: 'At risk' },
  untold: { zh: '改期未告知', en: 'Moved, not told' },
  paused: { zh: '暂停中', en: 'Paused' },
  ended: { zh: '已结束', en: 'Ended' },
  all: { zh: '全部', en: 'All' },
} satisfies Record<BoardView, Bilingual>

export const viewTones: Record<BoardView, Tone> = {
  open: 'mute',
  late: 'bad',
  today: 'info',
  at_risk: 'warn',
  untold: 'warn',
  paused: 'mute',
  ended: 'mute',
  all: 'mute',
}

export const stateTags: StateTable<PromiseState> = {
  open: { text: stateNames.open, tone: 'info' },
  paused: { text: stateNames.paused, tone: 'mute' },
  fulfilled: { text: stateNames.fulfilled, tone: 'good' },
  broken: { text: stateNames.broken, tone: 'bad' },
  withdrawn: { text: stateNames.withdrawn, tone: 'mute' },
}

export const verdictTags: StateTable<Verdict> = {
  kept: { text: verdictNames.kept, tone: 'good' },
  late: { text: verdictNames.late, tone: 'bad' },
  early: { text: verdictNames.early, tone: 'warn' },
  open: { text: verdictNames.open, tone: 'mute' },
  overdue: { text: verdictNames.overdue, tone: 'bad' },
}

export const sourceNames = {
  lane_carrier_mode: { zh: '同线路、承运商与运输方式', en: 'the same lane, carrier and mode' },
  lane: { zh: '同线路', en: 'the same lane' },
  kind: { zh: '同类承诺', en: 'the same kind of promise' },
} satisfies Record<NonNullable<PromiseDetail['riskFrom']>, Bilingual>
