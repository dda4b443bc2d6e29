import type { Bilingual, Text } from '#platform/text.ts'
import type { ExceptionState } from './exception.ts'
import type { ExceptionKind } from './shipment-types.ts'
import { reasonNames } from './tracking-names.ts'

export const exceptionKindNames = {
  no_movement: { zh: '轨迹停滞', en: 'No movement' },
  failed_attempt: { zh: '派送失败', en: 'Failed attempt' },
  damage: { zh: '破损', en: 'Damage' },
  loss: { zh: '丢失', en: 'Loss' },
  refused: { zh: '拒收', en: 'Refused' },
  address: { zh: '地址问题', en: 'Address' },
  customs: { zh: '清关', en: 'Customs' },
  delay: { zh: '延误', en: 'Delay' },
  short: { zh: '短少', en: 'Short' },
  false_report: { zh: '疑似虚假反馈', en: 'False report suspected' },
  other: { zh: '其他', en: 'Other' },
} satisfies Record<ExceptionKind, { zh: string; en: string }>

export const exceptionStateNames = {
  open: { zh: '待处理', en: 'Open' },
  working: { zh: '处理中', en: 'Being worked on' },
  resolved: { zh: '已处理', en: 'Resolved' },
} satisfies Record<ExceptionState, Bilingual>

// Reasons of our own beside those of the tracking model.
const ownReasons = {
  delivered_before_hand_over: {
    zh: '签收时间早于交接，存疑',
    en: 'Delivered before the hand-over: doubtful',
  },
  delivered_in_future: { zh: '签收时间晚于现在，存疑', en: 'Delivered in the future: doubtful' },
  moved_after_delivery: {
    zh: '报签收之后仍有运输或派送轨迹，存疑',
    en: 'Reported delivered, yet on its way afterwards: doubtful',
  },
  too_far_too_fast: {
    zh: '两地相距过远、间隔过短，存疑',
    en: 'Two places too far apart in too short a time: doubtful',
  },
  not_handed_over: {
    zh: '承运商已有轨迹，但未登记交接',
    en: 'The carrier scans it, but no hand-over is recorded',
  },
  no_proof: { zh: '已签收但无签收凭证', en: 'Delivered without any proof' },
  short_at_loading: { zh: '装车短少', en: 'Short at loading' },
  short_at_unloading: { zh: '卸货短少', en: 'Short at unloading' },
} satisfies Text

export const exceptionReasonNames = { ...reasonNames, ...ownReasons } satisfies Text

/** A reason in words; what somebody typed stays as it is. */
export function reasonOf(reason: string): Bilingual {
  const known: Record<string, Bilingual> = exceptionReasonNames
  return (Object.hasOwn(known, reason) ? known[reason] : undefined) ?? { zh: reason, en: reason }
}
