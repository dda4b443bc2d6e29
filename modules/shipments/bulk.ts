import { type BulkSpec, ownerField } from '#platform/bulk.ts'
import { liablePartyNames } from './tracking-names.ts'

/** What can be done to many exceptions at once. */
export const exceptionBulk = {
  assign: {
    key: 'exceptions.assign',
    lists: ['exceptions'],
    title: { zh: '指派负责人', en: 'Give to somebody' },
    permission: 'exception.manage',
    fields: [ownerField],
  },
  resolve: {
    key: 'exceptions.resolve',
    lists: ['exceptions'],
    title: { zh: '处理完毕', en: 'Resolve' },
    permission: 'exception.manage',
    fields: [
      {
        name: 'resolution',
        kind: 'text',
        min: 2,
        max: 1_000,
        label: { zh: '如何处理的', en: 'What was done' },
      },
      {
        name: 'liable',
        kind: 'choice',
        label: { zh: '责任方', en: 'Liable' },
        choices: Object.entries(liablePartyNames).map(([value, text]) => ({ value, text })),
        isOptional: true,
      },
    ],
  },
} as const satisfies Record<string, BulkSpec>

/** What can be done to many shipments at once. */
export const shipmentBulk = {
  handOver: {
    key: 'shipments.hand-over',
    lists: ['shipments'],
    title: { zh: '交接给承运商', en: 'Hand over to the carrier' },
    help: {
      zh: '按各发运单已有的承运商和运单号整单交接；没有承运商的不会处理。',
      en: 'Each goes whole to its own carrier under its own waybill; those without a carrier stay.',
    },
    permission: 'shipment.work',
    fields: [],
  },
  ownExceptions: {
    key: 'shipments.own-exceptions',
    lists: ['shipments'],
    title: { zh: '指派异常负责人', en: 'Give their exceptions to somebody' },
    help: {
      zh: '发运单上所有未处理完的异常交给同一个人。',
      en: 'All open exceptions of the shipments go to one person.',
    },
    permission: 'exception.manage',
    fields: [ownerField],
  },
  receive: {
    key: 'shipments.receipt-received',
    lists: ['return-receipts'],
    title: { zh: '登记收到回单', en: 'Their receipts came in' },
    permission: 'shipment.deliver',
    fields: [],
  },
} as const satisfies Record<string, BulkSpec>
