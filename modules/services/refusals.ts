import type { Bilingual } from '#platform/text.ts'

export const refusals = {
  'service.ended': { zh: '服务单已结束', en: 'This service order has ended' },
  'service.not_accepted': { zh: '请先受理这个请求', en: 'Take the request on first' },
  'service.accepted': { zh: '请求已经受理', en: 'The request is taken on already' },
  'service.in_past': { zh: '时间须晚于现在', en: 'The time must lie in the future' },
  'service.sends_nothing': {
    zh: '只有换货可以补发货物',
    en: 'Only an exchange sends goods again. Leave the lines empty',
  },
} satisfies Record<string, Bilingual>

type Codes = typeof refusals
declare module '#platform/errors.ts' {
  interface Refusals extends Record<keyof Codes, true> {}
}
