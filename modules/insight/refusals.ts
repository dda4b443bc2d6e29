import type { Bilingual } from '#platform/text.ts'

export const refusals = {
  'kpi.too_many_rows': {
    zh: '共有超过 {max} 行，请缩小时间范围或加筛选后再导出',
    en: 'There are more than {max} rows. Choose a shorter period or a filter and export again',
  },
} satisfies Record<string, Bilingual>

type Codes = typeof refusals
declare module '#platform/errors.ts' {
  interface Refusals extends Record<keyof Codes, true> {}
}
