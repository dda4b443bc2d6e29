import { type BulkSpec, reasonField } from '#platform/bulk.ts'

const lists = ['purchases']

/** What can be done to many purchase orders at once. */
export const purchaseBulk = {
  send: {
    key: 'purchases.send',
    lists,
    title: { zh: '发给供应商', en: 'Send' },
    help: {
      zh: '草稿按供应商的语言用邮件发出；没有邮箱联系人的不会发送。',
      en: 'Drafts go by mail in the supplier’s language. Those whose supplier has no e-mail address stay.',
    },
    permission: 'purchase.manage',
    fields: [],
  },
  cancel: {
    key: 'purchases.cancel',
    lists,
    title: { zh: '取消', en: 'Cancel' },
    help: {
      zh: '已发给供应商的请另行告知供应商；已有货物到仓的不会取消。',
      en: 'Suppliers who have the order must be told by you. Orders of which goods came stay.',
    },
    permission: 'purchase.manage',
    fields: [reasonField],
    isDanger: true,
  },
} as const satisfies Record<string, BulkSpec>
