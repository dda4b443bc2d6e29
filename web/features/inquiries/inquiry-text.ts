import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import type { inquiriesApi } from '#modules/inquiries/api.ts'
import { type InquiryState, inquiryStateNames, inquiryStates } from '#modules/inquiries/inquiry.ts'
import type { StateTable, Tone } from '#web/ui/status-tag.tsx'

export type Inquiry = ResultOf<typeof inquiriesApi.listInquiries>['rows'][number]

export const inquiryText = {
  title: { zh: '跟踪查询', en: 'Tracking inquiries' },
  number: { zh: '查询单', en: 'Inquiry' },
  state: { zh: '状态', en: 'State' },
  due: { zh: '答复时限', en: 'Answer due' },
  order: { zh: '订单', en: 'Order' },
  customer: { zh: '客户', en: 'Customer' },
  question: { zh: '查询内容', en: 'What was asked' },
  asked: { zh: '查询时间', en: 'Asked' },
  followed: { zh: '跟进', en: 'Followed up' },
  answer: { zh: '答复', en: 'Answer' },
  owner: { zh: '负责人', en: 'Owner' },
  channel: { zh: '渠道', en: 'Channel' },
} satisfies Text

const tones: Record<InquiryState, Tone> = { open: 'warn', answered: 'good', closed: 'mute' }
export const inquiryStateTags = Object.fromEntries(
  inquiryStates.map((state) => [state, { text: inquiryStateNames[state], tone: tones[state] }]),
) as StateTable<InquiryState>
