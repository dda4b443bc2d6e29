import { type ListField, at, joined } from '#platform/cells.ts'
import type { RowOf } from '#platform/list.ts'
import type { Bilingual } from '#platform/text.ts'
import type { schedulingApi } from './api.ts'
import { calendarNameOf, minutesOpen } from './calendar-words.ts'

type Calendar = RowOf<typeof schedulingApi.listCalendars>

const always = { zh: '全天开放', en: 'Always open' }
const builtIn = { zh: '系统自带', en: 'Built in' }
const off = { zh: '已停用', en: 'Off' }
const cn = { zh: '中国法定节假日与调休', en: 'Chinese public holidays and make-up days' }
const none = { zh: '不使用', en: 'None' }

export const calendarFields: readonly ListField<Calendar>[] = [
  { key: 'name', title: { zh: '名称', en: 'Name' }, value: calendarNameOf },
  {
    key: 'key',
    title: { zh: '标识', en: 'Key' },
    value: (c) => joined(' ', [c.key, c.builtIn ? builtIn : null, c.disabledAt ? off : null]),
  },
  {
    key: 'week',
    title: { zh: '每周工作时段', en: 'Working week' },
    value: (c) => (c.week ? weekOf(c.week) : always),
  },
  {
    key: 'holidays',
    title: { zh: '法定节假日', en: 'Public holidays' },
    value: (c) => (c.holidaySet ? cn : none),
  },
  { key: 'exceptions', title: { zh: '例外日期', en: 'Exceptions' }, value: (c) => c.exceptions.length },
  { key: 'zone', title: { zh: '时区', en: 'Time zone' }, value: (c) => c.zone },
  { key: 'changed', title: { zh: '最近修改', en: 'Changed' }, value: (c) => at(c.updatedAt) },
]

function weekOf(week: NonNullable<Calendar['week']>): Bilingual {
  const minutes = Object.values(week).reduce((sum, windows) => sum + minutesOpen(windows), 0)
  const hours = String(Math.round(minutes / 6) / 10)
  return { zh: `每周 ${hours} 小时`, en: `${hours} h a week` }
}
