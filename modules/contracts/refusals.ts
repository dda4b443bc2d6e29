import type { Bilingual } from '#platform/text.ts'

export const refusals = {
  'contract.ended': { zh: '该合同已终止，不能再修改', en: 'This contract has ended and cannot be changed' },
  'contract.not_ended': { zh: '该合同没有终止', en: 'This contract has not ended' },
  'contract.dates_inverted': {
    zh: '合同截止日期不能早于生效日期',
    en: 'The contract cannot end before it begins',
  },
  'clause.already_published': {
    zh: '该版本已发布；如需调整，请修改后发布新版本',
    en: 'This version is published. Change it and publish the new version',
  },
  'clause.retired': { zh: '该版本已停用或作废', en: 'This version is retired or discarded' },
  'clause.equally_specific': {
    zh: '另一条已发布条款的适用条件完全相同，无法判断以哪条为准；请先停用它或调整条件',
    en: 'Another published clause has the very same conditions, so none could be preferred. Retire it or change the conditions',
  },
} satisfies Record<string, Bilingual>

type Codes = typeof refusals
declare module '#platform/errors.ts' {
  interface Refusals extends Record<keyof Codes, true> {}
}
