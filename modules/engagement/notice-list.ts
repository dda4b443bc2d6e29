import { channelNames } from '#modules/promises/telling.ts'
import { listSpec } from '#platform/list-spec.ts'
import {
  noticeKindNames,
  noticeKinds,
  noticeReasonNames,
  noticeReasons,
  noticeStates,
} from './customer-notice.ts'
import { noticeStateNames } from './delay-words.ts'

/** What the list of notices to customers can be filtered and sorted by. */
export const noticeList = listSpec({
  fields: {
    state: {
      kind: 'choice',
      values: noticeStates,
      names: noticeStateNames,
      label: { zh: '状态', en: 'State' },
    },
    kind: { kind: 'choice', values: noticeKinds, names: noticeKindNames, label: { zh: '类型', en: 'Kind' } },
    reason: {
      kind: 'choice',
      values: noticeReasons,
      names: noticeReasonNames,
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
    due: {
      kind: 'day',
      isNullable: true,
      range: ['dueFrom', 'dueTo'],
      label: { zh: '承诺送达日', en: 'Promised for' },
    },
    made: { kind: 'day', range: ['from', 'to'], label: { zh: '生成日期', en: 'Made on' } },
  },
  sorts: { made: { kind: 'instant' }, due: { kind: 'instant', isNullable: true }, state: { kind: 'text' } },
  defaultSort: '-made',
})
