import assert from 'node:assert/strict'
import { act, follow, go, press, rowsShown, saved, see, seeHeading, settle } from '../acts.ts'
import type { Story } from '../stage.ts'

export const stories: Story[] = [
  {
    name: 'kpis: from the dashboard to a figure, to its rows, to a file with the same rows',
    as: 'manager',
    hands: 'keyboard',
    run: async (stage) => {
      await go(stage, '/kpis')
      await seeHeading(stage, '指标看板')
      await follow(stage, /^准时交付率/)
      await see(stage, '定义')
      await see(stage, '分子')
      await settle(stage)
      const from = new URL(stage.page.url())
      // One customer's part of the last month fits on one page, so that file and screen can be compared whole.
      const shown = await rowsShown(stage, '明细')
      assert.ok(shown.length > 0, 'the figure opens to rows')
      const file = await saved(stage, async () => {
        await press(stage, /导出/)
        await act(stage, stage.page.getByRole('menuitem', { name: 'CSV' }))
      })
      const [head = '', ...lines] = file.text
        .replace(/^\uFEFF/, '')
        .trim()
        .split(/\r?\n/)
      assert.match(file.name, /\.csv$/)
      assert.match(head, /订单/)
      assert.ok(lines.length >= shown.length, `${lines.length} lines for ${shown.length} rows on the screen`)
      for (const [i, cells] of shown.entries()) {
        const line = lines[i] ?? ''
        for (const cell of cells.filter((one) => one !== '–' && one !== '')) {
          assert.ok(line.includes(cell), `row ${i + 1}: the screen shows ${cell}, the file says ${line}`)
        }
      }
      assert.ok(from.pathname.startsWith('/kpis/'))
    },
  },
]
