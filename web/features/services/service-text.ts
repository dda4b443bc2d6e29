import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import type { servicesApi } from '#modules/services/api.ts'
import { type ServiceState, serviceStateNames, serviceStates } from '#modules/services/service.ts'
import type { StateTable, Tone } from '#web/ui/status-tag.tsx'

export type Service = ResultOf<typeof servicesApi.getService>

export const serviceText = {
  title: { zh: '服务单', en: 'Service orders' },
  number: { zh: '服务单', en: 'Service order' },
  state: { zh: '状态', en: 'State' },
  kind: { zh: '服务类型', en: 'Kind of service' },
  order: { zh: '原订单', en: 'Order' },
  customer: { zh: '客户', en: 'Customer' },
  request: { zh: '请求内容', en: 'What is asked' },
  requested: { zh: '请求时间', en: 'Requested' },
  channel: { zh: '渠道', en: 'Channel' },
  answerBy: { zh: '答复时限', en: 'Answer due' },
  due: { zh: '约定完成', en: 'To be done by' },
  deadline: { zh: '时限', en: 'Due' },
  owner: { zh: '负责人', en: 'Owner' },
  replacement: { zh: '补发订单', en: 'Replacement' },
  accepted: { zh: '受理时间', en: 'Taken on' },
  ended: { zh: '结束', en: 'Ended' },
  result: { zh: '处理结果', en: 'What was done' },
} satisfies Text

const tones: Record<ServiceState, Tone> = {
  requested: 'warn',
  accepted: 'info',
  done: 'good',
  declined: 'mute',
  withdrawn: 'mute',
}
export const serviceStateTags = Object.fromEntries(
  serviceStates.map((state) => [state, { text: serviceStateNames[state], tone: tones[state] }]),
) as StateTable<ServiceState>

/** What the customer waits for now: the answer, then the work; null when it has ended. */
export const deadlineOf = ({ state, answerBy, dueAt }: Service): string | null =>
  state === 'requested' ? answerBy : state === 'accepted' ? dueAt : null

const MINUTE_MS = 60_000

/** So many hours from now, to the full minute. */
export const inHours = (now: number, hours: number): string =>
  new Date(Math.ceil(now / MINUTE_MS) * MINUTE_MS + hours * 60 * MINUTE_MS).toISOString()
