import { channelNames } from '#modules/promises/telling.ts'
import { listSpec } from '#platform/list-spec.ts'
import { delayReasonNames, delayReasons, delayStates } from './delay-notice.ts'
import { delayStateNames } from './delay-words.ts'

/** What the list of delay notices can be filtered and sorted by. */
export const delayList = listSpec({
  fields: {
    state: {
      kind: 'choice',
      values: delayStates,
      names: delayStateNames,
      label: { zh: '状态', en: 'State' },
    },
    reason: {
      kind: 'choice',
      values: delayReasons,
      names: delayReasonNames,
      label: { zh: '事由', en: 'Why' },
    },
    channel: {
      kind: 'choice',
      values: ['phone', 'email', 'sms', 'wechat', 'portal', 'api', 'paper'],
      names: channelNames,
      label: { zh: '渠道', en: 'Channel' },
    },
    customerId: { kind: 'ref', label: { zh: '客户', en: 'Customer' } },
    orderId: { kind: 'ref', label: { zh: '订单', en: 'Order' } },
    due: { kind: 'day', range: ['dueFrom', 'dueTo'], label: { zh: '承诺送达日', en: 'Promised for' } },
    made: { kind: 'day', range: ['from', 'to'], label: { zh: '生成日期', en: 'Made on' } },
  },
  sorts: { made: { kind: 'instant' }, due: { kind: 'instant' }, state: { kind: 'text' } },
  defaultSort: '-made',
})
