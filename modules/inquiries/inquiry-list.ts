import { listSpec } from '#platform/list-spec.ts'
import { type FollowedWith, followNames, inquiryStateNames, inquiryStates } from './inquiry.ts'

/** What the list of tracking inquiries can be filtered and sorted by. */
export const inquiryList = listSpec({
  fields: {
    state: {
      kind: 'choice',
      values: inquiryStates,
      names: inquiryStateNames,
      label: { zh: '状态', en: 'State' },
    },
    customerId: { kind: 'ref', label: { zh: '客户', en: 'Customer' } },
    orderId: { kind: 'ref', label: { zh: '订单', en: 'Order' } },
    ownerId: { kind: 'ref', isNullable: true, label: { zh: '负责人', en: 'Owner' } },
    followed: {
      kind: 'choice',
      values: Object.keys(followNames) as FollowedWith[],
      isNullable: true,
      names: followNames,
      label: { zh: '跟进对象', en: 'Followed up with' },
    },
    asked: { kind: 'day', range: ['from', 'to'], label: { zh: '查询日期', en: 'Asked on' } },
    due: { kind: 'day', label: { zh: '答复时限', en: 'Answer due' } },
  },
  sorts: { asked: { kind: 'instant' }, due: { kind: 'instant' }, state: { kind: 'text' } },
  defaultSort: '-asked',
})
