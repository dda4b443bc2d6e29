import { type BulkSpec, ownerField } from '#platform/bulk.ts'
import { channelNames } from './telling.ts'

const lists = ['promises']

/** What can be done to many promises at once. */
export const promiseBulk = {
  assign: {
    key: 'promises.assign',
    lists,
    title: { zh: '指定负责人', en: 'Set the owner' },
    permission: 'promise.manage',
    fields: [ownerField],
  },
  repromise: {
    key: 'promises.repromise',
    lists,
    title: { zh: '重新承诺', en: 'Re-promise' },
    help: {
      zh: '每项承诺改到同一个新时间；原承诺保留在承诺链中。',
      en: 'All of them get the same new time; the old promises stay in their chains.',
    },
    permission: 'promise.manage',
    fields: [
      { name: 'dueAt', kind: 'instant', label: { zh: '新的承诺时间', en: 'New due time' } },
      { name: 'reason', kind: 'text', min: 2, max: 300, label: { zh: '改期原因', en: 'Why it moves' } },
    ],
  },
  told: {
    key: 'promises.told',
    lists,
    title: { zh: '登记已告知', en: 'Record as told' },
    permission: 'promise.manage',
    fields: [
      {
        name: 'channel',
        kind: 'choice',
        label: { zh: '渠道', en: 'Channel' },
        choices: Object.entries(channelNames).map(([value, text]) => ({ value, text })),
      },
      { name: 'recipient', kind: 'text', min: 1, max: 200, label: { zh: '告知对象', en: 'Who was told' } },
      {
        name: 'proof',
        kind: 'text',
        min: 0,
        max: 1_000,
        label: { zh: '凭据', en: 'Proof' },
        isOptional: true,
      },
    ],
  },
} as const satisfies Record<string, BulkSpec>
