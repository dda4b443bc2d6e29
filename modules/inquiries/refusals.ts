import type { Bilingual } from '#platform/text.ts'

export const refusals = {
  'inquiry.closed': { zh: '这次查询已经结束', en: 'This inquiry is closed' },
  'inquiry.answered': { zh: '已经答复客户，不能再跟进或重复答复', en: 'The customer has the answer already' },
  'inquiry.not_answered': { zh: '请先答复客户再结束', en: 'Answer the customer first, then close it' },
  'inquiry.due_in_past': { zh: '答复时限须晚于现在', en: 'The answer must be due in the future' },
} satisfies Record<string, Bilingual>

type Codes = typeof refusals
declare module '#platform/errors.ts' {
  interface Refusals extends Record<keyof Codes, true> {}
}
