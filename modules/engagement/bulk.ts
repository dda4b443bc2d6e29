import { type BulkSpec, reasonField } from '#platform/bulk.ts'

/** What can be done to many notices at once. */
export const noticeBulk = {
  send: {
    key: 'customer-notices.send',
    lists: ['customer-notices'],
    title: { zh: '用邮件发送', en: 'Send by mail' },
    help: {
      zh: '逐份按现有内容发给客户的联系人；没有邮箱的会列出来，由您另行告知。',
      en: 'Each goes to its customer’s contact as it is written; those without an address are listed for you.',
    },
    permission: 'promise.manage',
    fields: [],
  },
  dismiss: {
    key: 'customer-notices.dismiss',
    lists: ['customer-notices'],
    title: { zh: '不发送', en: 'Do not send' },
    permission: 'promise.manage',
    fields: [reasonField],
  },
} as const satisfies Record<string, BulkSpec>
