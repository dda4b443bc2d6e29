import { listSpec } from '#platform/list-spec.ts'
import { PROMISE_KINDS, kindNames } from './promise.ts'

/** What the board of promises can be filtered and sorted by, whichever of its views is open. */
export const promiseList = listSpec({
  fields: {
    kind: { kind: 'choice', values: PROMISE_KINDS, names: kindNames, label: { zh: '事项', en: 'Kind' } },
    due: { kind: 'day', range: ['dueFrom', 'dueTo'], label: { zh: '到期日', en: 'Due' } },
    customerId: { kind: 'ref', isNullable: true, label: { zh: '客户', en: 'Customer' } },
    warehouseId: { kind: 'ref', isNullable: true, label: { zh: '仓库', en: 'Warehouse' } },
    carrierId: { kind: 'ref', isNullable: true, label: { zh: '承运商', en: 'Carrier' } },
    orderId: { kind: 'ref', isNullable: true, label: { zh: '订单', en: 'Order' } },
    urgent: { kind: 'flag', label: { zh: '加急', en: 'Urgent' } },
    told: { kind: 'flag', label: { zh: '已告知客户', en: 'Customer told' } },
    made: { kind: 'day', label: { zh: '承诺日期', en: 'Promised on' } },
    lane: { kind: 'text', isNullable: true, label: { zh: '线路', en: 'Lane' } },
    mode: { kind: 'text', isNullable: true, label: { zh: '运输方式', en: 'Mode' } },
  },
  sorts: {
    due: { kind: 'instant' },
    made: { kind: 'instant' },
    risk: { kind: 'number', isNullable: true },
    kind: { kind: 'text' },
  },
  defaultSort: 'due',
})

/** How a view is sorted when nobody says: what is open by what comes first, what has ended by what came last. */
export const usualSort = (view: string): string => (view === 'ended' || view === 'all' ? '-due' : 'due')
