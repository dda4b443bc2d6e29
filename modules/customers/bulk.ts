import { type BulkSpec, reasonField } from '#platform/bulk.ts'
import { holdNames } from './party.ts'

const lists = ['customers']

/** What can be done to many customers at once. */
export const customerBulk = {
  classify: {
    key: 'customers.classify',
    lists,
    title: { zh: '设定等级', en: 'Set the class' },
    permission: 'customer.manage',
    fields: [{ name: 'classKey', kind: 'class', label: { zh: '客户等级', en: 'Class' } }, reasonField],
  },
  hold: {
    key: 'customers.hold',
    lists,
    title: { zh: '冻结', en: 'Hold' },
    help: {
      zh: '此后的新订单照常录入，但须放行后才处理。',
      en: 'New orders are still captured, and wait until they are released.',
    },
    permission: 'customer.hold',
    fields: [
      {
        name: 'kind',
        kind: 'choice',
        label: { zh: '冻结类型', en: 'Kind of hold' },
        choices: Object.entries(holdNames).map(([value, text]) => ({ value, text })),
      },
      reasonField,
    ],
    isDanger: true,
  },
  unhold: {
    key: 'customers.unhold',
    lists,
    title: { zh: '解冻', en: 'End the holds' },
    permission: 'customer.hold',
    fields: [reasonField],
  },
} as const satisfies Record<string, BulkSpec>
