import { BULK_MAX } from '#platform/bulk.ts'
import type { Bilingual } from '#platform/text.ts'

export const refusals = {
  'bulk.no_such_action': { zh: '没有这项批量操作', en: 'There is no such action' },
  'bulk.too_many': {
    zh: `一次最多处理 ${BULK_MAX} 条，请缩小筛选范围后分批处理`,
    en: `At most ${BULK_MAX} records at once. Narrow the filters and go in parts`,
  },
  'bulk.no_records': { zh: '没有符合条件的记录', en: 'No record matches' },
  'bulk.too_many_runs': {
    zh: '您已有 3 项批量操作在进行，请等其中一项结束',
    en: 'Three of your actions are under way. Wait until one has ended',
  },
  'bulk.not_ready': { zh: '预览还没有完成，请稍候', en: 'The preview is not done yet' },
  'bulk.nothing_to_do': { zh: '没有可以处理的记录', en: 'There is nothing it can be done to' },
  'bulk.ended': { zh: '这项操作已经结束', en: 'It has ended already' },
  'bulk.not_ended': { zh: '操作尚未结束，请稍候', en: 'It has not ended yet' },
  'bulk.needs_person': {
    zh: '批量操作须由登录的用户发起',
    en: 'Only people start bulk actions; an API key calls the operations themselves',
  },
  'bulk.unexpected': {
    zh: '处理时出现意外错误，该条未改动，可重试',
    en: 'Something unexpected happened. This one was not changed; try it again',
  },
} satisfies Record<string, Bilingual>

type Codes = typeof refusals
declare module '#platform/errors.ts' {
  interface Refusals extends Record<keyof Codes, true> {}
}
