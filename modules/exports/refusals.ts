import { EXPORT_ROWS_MAX } from '#platform/csv.ts'
import type { Bilingual } from '#platform/text.ts'

const max = EXPORT_ROWS_MAX.toLocaleString('en')

export const refusals = {
  'export.too_many_rows': {
    zh: `超过导出上限 ${max} 行，没有生成文件。请缩小筛选范围后分批导出`,
    en: `More than ${max} rows, the most a file may have; none was made. Narrow the filters and export in parts`,
  },
  'export.no_such_day': {
    zh: '请选择星期（1 至 7）或每月日期（1 至 28）',
    en: 'Choose a weekday (1 to 7) or a day of the month (1 to 28)',
  },
  'export.no_such_recipient': {
    zh: '收件人须为本公司启用中的用户',
    en: 'Recipients are active users of the company',
  },
  'export.too_many_schedules': {
    zh: '定时发送已达上限（20 个），请先删除不用的',
    en: 'You have 20 schedules already. Delete one that is not used',
  },
  'export.not_allowed': {
    zh: '已停止：创建人已停用、失去权限，或视图已删除',
    en: 'Stopped: its owner is disabled or lost the permission, or the view was deleted',
  },
  'export.view_changed': {
    zh: '已停止：视图被他人修改。请先查看视图，确认无误后恢复发送',
    en: 'Stopped: somebody else changed the view. Look at it, then resume',
  },
  'export.failed': {
    zh: '这一次没有生成文件，下次会再试',
    en: 'No file was made this time; it is tried again at the next',
  },
} satisfies Record<string, Bilingual>

type Codes = typeof refusals
declare module '#platform/errors.ts' {
  interface Refusals extends Record<keyof Codes, true> {}
}
