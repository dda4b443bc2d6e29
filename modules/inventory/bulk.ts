import type { BulkSpec } from '#platform/bulk.ts'

/** What can be done to many products at once. */
export const productBulk = {
  off: {
    key: 'products.off',
    lists: ['products'],
    title: { zh: '停用', en: 'Switch off' },
    help: {
      zh: '停用后不能再下单；仍有预留的商品不会停用。',
      en: 'They can no longer be ordered. Products with reserved stock stay on.',
    },
    permission: 'inventory.manage',
    fields: [],
  },
  on: {
    key: 'products.on',
    lists: ['products'],
    title: { zh: '启用', en: 'Switch on' },
    permission: 'inventory.manage',
    fields: [],
  },
} as const satisfies Record<string, BulkSpec>
