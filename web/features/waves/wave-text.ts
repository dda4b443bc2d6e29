import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import type { wavesApi } from '#modules/waves/api.ts'
import { type WaveState, waveStateNames } from '#modules/waves/wave.ts'
import type { StateTable } from '#web/ui/status-tag.tsx'

export type Wave = ResultOf<typeof wavesApi.getWave>
export type WaveSummary = NonNullable<Wave['summary']>
export type WaveOrders = ResultOf<typeof wavesApi.listWaveOrders>
export type WaveOrder = WaveOrders['rows'][number]

export const waveTags: StateTable<WaveState> = {
  planning: { text: waveStateNames.planning, tone: 'info' },
  ready: { text: waveStateNames.ready, tone: 'warn' },
  applying: { text: waveStateNames.applying, tone: 'info' },
  applied: { text: waveStateNames.applied, tone: 'good' },
  partly_applied: { text: waveStateNames.partly_applied, tone: 'warn' },
  stopped: { text: waveStateNames.stopped, tone: 'warn' },
  cancelled: { text: waveStateNames.cancelled, tone: 'mute' },
  failed: { text: waveStateNames.failed, tone: 'bad' },
}

export const waveText = {
  title: { zh: '合并分配', en: 'Joint allocation' },
  number: { zh: '编号', en: 'Number' },
  state: { zh: '状态', en: 'State' },
  scope: { zh: '范围', en: 'Orders' },
  all: { zh: '全部未拣货的订单', en: 'All not picked yet' },
  chosen: { zh: '选定的 {n} 张订单', en: '{n} chosen' },
  by: { zh: '发起人', en: 'Asked by' },
  created: { zh: '发起时间', en: 'Asked' },
  saving: { zh: '节省', en: 'Saves' },
  changed: { zh: '变动订单', en: 'Orders changed' },
  proved: { zh: '已证明最优', en: 'Proved cheapest' },
  within: { zh: '距最优不超过 {percent}', en: 'Within {percent} of the cheapest' },
} satisfies Text
