import type { BulkSpec } from '#platform/bulk.ts'

/** What can be done to many users at once. */
export const userBulk = {
  disable: {
    key: 'users.disable',
    lists: ['users'],
    title: { zh: '停用账号', en: 'Disable' },
    help: {
      zh: '立即退出所有设备，历史记录保留。',
      en: 'They are logged out everywhere at once; what they did stays.',
    },
    permission: 'user.manage',
    fields: [],
    isDanger: true,
  },
  enable: {
    key: 'users.enable',
    lists: ['users'],
    title: { zh: '启用账号', en: 'Enable' },
    permission: 'user.manage',
    fields: [],
  },
} as const satisfies Record<string, BulkSpec>
