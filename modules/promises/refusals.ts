import type { Bilingual } from '#platform/text.ts'

export const refusals = {
  'promise.ended': {
    zh: '这项承诺已经结束，不能再改期、暂停或关闭',
    en: 'This promise has ended; it cannot be moved, paused or closed',
  },
  'promise.not_ended': {
    zh: '这项承诺尚未结束，没有可更正的结果',
    en: 'This promise has not ended; there is no outcome to correct',
  },
  'promise.paused': { zh: '承诺正在暂停中，请先恢复', en: 'The promise is paused. Resume it first' },
  'promise.not_paused': { zh: '承诺没有暂停，无需恢复', en: 'The promise is not paused' },
  'promise.overdue': {
    zh: '承诺已逾期，暂停不能掩盖延误，请改为重新承诺',
    en: 'The promise is late already; a pause would hide that. Re-promise instead',
  },
  'promise.same_due': { zh: '新的日期与现在的承诺相同', en: 'The new date is the one already promised' },
  'promise.due_in_past': { zh: '新的承诺日期必须晚于现在', en: 'The new date must lie in the future' },
  'promise.due_too_far': { zh: '承诺日期最多在两年之内', en: 'A promise lies two years ahead at most' },
  'promise.too_many_changes': {
    zh: '这项承诺改期次数已达上限，请以违约关闭并重新约定',
    en: 'This promise has been moved too often. Close it as broken and agree a new one',
  },
  'promise.fulfilled_in_future': {
    zh: '完成时间不能晚于现在',
    en: 'It cannot have been fulfilled in the future',
  },
  'promise.told_in_future': {
    zh: '告知时间不能晚于现在',
    en: 'The customer cannot have been told in the future',
  },
  'promise.owner_unknown': { zh: '负责人不存在或已停用', en: 'There is no such active user' },
} satisfies Record<string, Bilingual>

type Codes = typeof refusals
declare module '#platform/errors.ts' {
  interface Refusals extends Record<keyof Codes, true> {}
}
