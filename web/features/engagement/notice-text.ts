import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import type { engagementApi } from '#modules/engagement/api.ts'
import type { NoticeReason, NoticeState } from '#modules/engagement/customer-notice.ts'
import { noticeReasonNames } from '#modules/engagement/customer-notice.ts'
import { noticeStateNames, unknownDate } from '#modules/engagement/delay-words.ts'
import type { StateTable, Tone } from '#web/ui/status-tag.tsx'

export type NoticeRow = ResultOf<typeof engagementApi.listNotices>['rows'][number]
export type CustomerNotice = ResultOf<typeof engagementApi.getNotice>
export type DelayRule = ResultOf<typeof engagementApi.getDelayRule>

export const noticeText = {
  notices: { zh: '客户通知', en: 'Notices to customers' },
  notice: { zh: '客户通知', en: 'Notice to the customer' },
  order: { zh: '订单', en: 'Order' },
  state: { zh: '状态', en: 'State' },
  reason: { zh: '事由', en: 'Why' },
  customer: { zh: '客户', en: 'Customer' },
  due: { zh: '承诺送达', en: 'Promised for' },
  expected: { zh: '告知的新时间', en: 'New time told' },
  to: { zh: '渠道与对象', en: 'How and to whom' },
  made: { zh: '生成时间', en: 'Made' },
  ended: { zh: '处理', en: 'Ended' },
  noContact: { zh: '客户没有联系人', en: 'The customer has no contact' },
  unknown: unknownDate,
  share: { zh: '{share} 可能延误（{n} 例）', en: '{share} late (from {n} {n:case|cases})' },
  lacks: { zh: '需要权限“重新承诺、告知、暂停”', en: 'Needs the permission "Re-promise, tell, pause"' },
} satisfies Text

const stateTones: Record<NoticeState, Tone> = {
  draft: 'warn',
  queued: 'info',
  failed: 'bad',
  sent: 'good',
  told: 'good',
  dismissed: 'mute',
  dropped: 'mute',
}
const reasonTones: Record<NoticeReason, Tone> = {
  at_risk: 'warn',
  late: 'bad',
  moved: 'info',
  accepted: 'good',
  changed: 'info',
  held: 'warn',
  declined: 'bad',
}

const tagged = <K extends string>(
  names: Record<K, { zh: string; en: string }>,
  tones: Record<K, Tone>,
): StateTable<K> =>
  Object.fromEntries(
    (Object.keys(names) as K[]).map((key) => [key, { text: names[key], tone: tones[key] }]),
  ) as StateTable<K>

export const noticeStateTags = tagged(noticeStateNames, stateTones)
export const noticeReasonTags = tagged(noticeReasonNames, reasonTones)
