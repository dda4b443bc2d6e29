import type { Bilingual } from '#platform/text.ts'

export const refusals = {
  'calendar.zone_unknown': {
    zh: '时区名称无法识别，请从列表中选择',
    en: 'This time zone is not known. Choose one from the list',
  },
  'calendar.week_incomplete': {
    zh: '每周七天都要有设置，休息日请留空时段',
    en: 'Every weekday needs a setting. Leave a closed day without windows',
  },
  'calendar.time_malformed': {
    zh: '时间格式应为 08:30，一天结束写 24:00',
    en: 'Write times like 08:30; 24:00 ends the day',
  },
  'calendar.window_inverted': {
    zh: '时段的结束必须晚于开始；跨夜班次请拆成两段',
    en: 'A window must end after it starts. Split a shift over midnight in two',
  },
  'calendar.windows_overlap': { zh: '同一天的时段不能重叠', en: 'Windows of one day must not overlap' },
  'calendar.too_many_windows': { zh: '一天最多 12 个时段', en: 'A day has 12 windows at most' },
  'calendar.date_malformed': {
    zh: '日期格式应为 2026-10-01，且必须存在',
    en: 'Write dates like 2026-10-01; the date must exist',
  },
  'calendar.date_twice': { zh: '同一日期只能有一条例外', en: 'A date can have one exception only' },
  'calendar.too_many_exceptions': {
    zh: '例外日期过多，请删除过期的例外',
    en: 'Too many exceptions. Remove old ones',
  },
  'calendar.never_open': {
    zh: '日历在三年内没有任何工作时间，请至少设置一个时段',
    en: 'The calendar has no working time within three years. Add at least one window',
  },
  'calendar.natural_is_plain': {
    zh: '自然时间日历全天开放，不能有节假日或例外',
    en: 'A calendar of natural time is always open; it takes no holidays or exceptions',
  },
  'calendar.too_far': {
    zh: '结果超出 20 年，请缩短时长',
    en: 'The result lies more than 20 years away. Use a shorter time',
  },
  'calendar.key_taken': { zh: '日历标识已存在，请换一个', en: 'This calendar key is taken. Use another one' },
  'calendar.in_use': {
    zh: '仍有条款、仓库或站点使用该日历，不能删除',
    en: 'Clauses, warehouses or sites still use this calendar; it cannot be deleted',
  },
  'calendar.disabled': {
    zh: '该日历已停用，不能再选用。请选择其他日历，或先启用它',
    en: 'This calendar is switched off and cannot be chosen anew. Choose another, or switch it on first',
  },
  'calendar.needed': {
    zh: '系统自带的日历不能停用：没有指定日历时按它计算',
    en: 'A built-in calendar cannot be switched off: it holds where none is named',
  },
  'calendar.built_in': {
    zh: '系统自带的日历不能删除，但可以修改',
    en: 'A built-in calendar cannot be deleted. You can change it',
  },
} satisfies Record<string, Bilingual>

type Codes = typeof refusals
declare module '#platform/errors.ts' {
  interface Refusals extends Record<keyof Codes, true> {}
}
