import { EXPORT_ROWS_MAX } from '#platform/export.ts'
import type { Bilingual } from '#platform/text.ts'

const max = EXPORT_ROWS_MAX.toLocaleString('en')

export const refusals = {
  'export.too_many_rows': {
    zh: `超过导出上限 ${max} 行，没有生成文件。请缩小筛选范围后分批导出`,
    en: `More than ${max} rows, the most a file may have; none was made. Narrow the filters and export in parts`,
  },
} satisfies Record<string, Bilingual>

type Codes = typeof refusals
declare module '#platform/errors.ts' {
  interface Refusals extends Record<keyof Codes, true> {}
}
