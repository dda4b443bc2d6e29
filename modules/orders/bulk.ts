import { type BulkSpec, reasonField } from '#platform/bulk.ts'

const lists = ['orders']

/** What can be done to many orders at once. */
export const orderBulk = {
  release: {
    key: 'orders.release',
    lists,
    title: { zh: '解除冻结', en: 'Release' },
    help: {
      zh: '解除所有未解除的冻结，随后分配库存并向客户作出承诺。',
      en: 'Ends all open holds; the orders are then allocated and promised.',
    },
    permission: 'order.release',
    fields: [reasonField],
  },
  urgent: {
    key: 'orders.urgent',
    lists,
    title: { zh: '标为加急', en: 'Mark urgent' },
    help: {
      zh: '订单按加急重新分配；承诺时间可能提前。',
      en: 'The orders are allocated anew as urgent; promises may move forward.',
    },
    permission: 'order.amend',
    fields: [reasonField],
  },
  notUrgent: {
    key: 'orders.not-urgent',
    lists,
    title: { zh: '取消加急', en: 'No longer urgent' },
    permission: 'order.amend',
    fields: [reasonField],
  },
  allocate: {
    key: 'orders.allocate',
    lists,
    title: { zh: '重新分配', en: 'Allocate again' },
    help: {
      zh: '释放已预留的库存，按现在的库存重新分配；承诺变动会记下原因。',
      en: 'Gives the reserved stock back and allocates from what there is now; promises that move keep the reason.',
    },
    permission: 'order.hold',
    fields: [reasonField],
  },
  cancel: {
    key: 'orders.cancel',
    lists,
    title: { zh: '取消订单', en: 'Cancel' },
    help: {
      zh: '库存释放，承诺撤回。取消后不能恢复。',
      en: 'Stock is free again and promises are withdrawn. It cannot be taken back.',
    },
    permission: 'order.amend',
    fields: [
      {
        name: 'by',
        kind: 'choice',
        label: { zh: '由谁取消', en: 'Who cancels' },
        choices: [
          { value: 'customer', text: { zh: '客户', en: 'The customer' } },
          { value: 'us', text: { zh: '我方', en: 'We' }, permission: 'inside.read' },
        ],
      },
      reasonField,
    ],
    isDanger: true,
  },
} as const satisfies Record<string, BulkSpec>
