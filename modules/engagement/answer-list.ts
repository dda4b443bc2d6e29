import { listSpec } from '#platform/list-spec.ts'

/** What the list of answers can be filtered and sorted by. */
export const answerList = listSpec({
  fields: {
    score: { kind: 'number', range: ['scoreMin', 'scoreMax'], label: { zh: '评分', en: 'Score' } },
    answered: { kind: 'day', range: ['from', 'to'], label: { zh: '回答日期', en: 'Answered on' } },
    customerId: { kind: 'ref', label: { zh: '客户', en: 'Customer' } },
    orderId: { kind: 'ref', label: { zh: '订单', en: 'Order' } },
    commented: { kind: 'flag', label: { zh: '有文字评价', en: 'With a comment' } },
  },
  sorts: { answered: { kind: 'instant' }, score: { kind: 'number' } },
  defaultSort: '-answered',
})
