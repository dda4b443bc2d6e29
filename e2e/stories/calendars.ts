import { schedulingApi } from '#modules/scheduling/api.ts'
import assert from 'node:assert/strict'
import { fill, go, press, see, seeHeading } from '../acts.ts'
import { unique } from '../records.ts'
import type { Story } from '../stage.ts'

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
      const save = stage.page.getByRole('button', { name: /^保存/ })
      assert.equal(await save.getAttribute('aria-disabled'), 'true')
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
]
