import type { ResultOf } from '#platform/api.ts'
import { schedulingApi } from '#modules/scheduling/api.ts'
import assert from 'node:assert/strict'
import { fill, go, press, see, seeHeading, seeValue, tick } from '../acts.ts'
import { unique } from '../records.ts'
import type { Story } from '../stage.ts'

type Calendar = ResultOf<typeof schedulingApi.getCalendar>

export const stories: Story[] = [
  {
    name: 'calendars: a calendar is made, a wrong window is said, it is tried and saved',
    as: 'manager',
    hands: 'keyboard',
    run: async (stage) => {
      const key = `night_${unique().toLowerCase()}`
      await go(stage, '/settings/calendars')
      await press(stage, '新增日历')
      await seeHeading(stage, '新增日历')
      await fill(stage, /^名称/, '夜班仓')
      await fill(stage, /^标识/, key)
      await fill(stage, '周一 结束', '07:00')
      await stage.page.getByRole('button', { name: /^保存/, disabled: true }).waitFor()
      await fill(stage, '周一 结束', '12:00')
      await press(stage, '试算')
      await see(stage, '到期时间')
      await press(stage, /^保存/)
      await seeHeading(stage, '夜班仓')
      await see(stage, /已保存/)
      const { rows } = await stage.call(schedulingApi.listCalendars)
      assert.ok(rows.some((calendar) => calendar.key === key))
    },
  },
  {
    name: 'calendars: what is typed outlives a reload, and what somebody else saved meanwhile is told and chosen',
    as: 'manager',
    run: async (stage) => {
      const key = `shift_${unique().toLowerCase()}`
      const made = await stage.call(schedulingApi.createCalendar, {
        body: { key, name: '早班仓', zone: 'Asia/Shanghai', week: null, holidaySet: null, exceptions: [] },
      })
      await go(stage, `/settings/calendars/${made.id}`)
      await fill(stage, /^名称/, '我的早班仓')
      await see(stage, /^草稿已存/)
      await stage.call(schedulingApi.updateCalendar, {
        params: { id: made.id },
        body: { ...bodyOf(made), name: '他人的早班仓', zone: 'Asia/Tokyo' },
      })
      await stage.page.reload()
      await see(stage, /^已恢复您/)
      await seeValue(stage, /^名称/, '我的早班仓')
      await press(stage, /^保存/)
      await see(stage, '您编辑期间，他人改了同样的内容')
      await tick(stage, '用我的')
      await press(stage, '按选择保存')
      await see(stage, /已保存/)
      const saved = await stage.call(schedulingApi.getCalendar, { params: { id: made.id } })
      assert.deepEqual([saved.name, saved.zone], ['我的早班仓', 'Asia/Tokyo'])
    },
  },
]

const bodyOf = ({ week, holidaySet, exceptions, version }: Calendar) => ({
  week,
  holidaySet,
  exceptions,
  version,
})
