import assert from 'node:assert/strict'
import { parse } from 'csv-parse/sync'
import { listSources } from '../../compose-lists.ts'
import { timeText } from '#platform/format.ts'
import { go, press, saved } from '../acts.ts'
import type { Stage, Story } from '../stage.ts'

const ZONE = 'Asia/Shanghai'
/** Columns with buttons only. */
const NOT_DATA = new Set(['操作', 'Actions', ''])

type Shown = { head: string[]; rows: { text: string; instants: string[] }[][] }

/** The table on the screen: its words, and the instants behind words like "3 h ago". */
async function shownOn(stage: Stage): Promise<Shown> {
  return stage.page
    .locator('.n-table')
    .first()
    .evaluate((table) => {
      const cells = (line: Element) =>
        [...line.querySelectorAll(':scope > th, :scope > td')].filter((c) => !c.classList.contains('n-pick'))
      const [headLine, ...lines] = [...table.querySelectorAll('tr')]
      return {
        head: headLine
          ? cells(headLine).map((c) => (c as HTMLElement).innerText.trim().split('\n')[0] ?? '')
          : [],
        rows: lines.map((line) =>
          cells(line).map((c) => ({
            text: (c as HTMLElement).innerText.trim(),
            instants: [...c.querySelectorAll('time')].map((t) => t.dateTime),
          })),
        ),
      }
    })
}

const plain = (text: string): string => text.replace(/[\s·'–]+/g, '')

/** Whether a cell of the file says what the cell of the screen says, or one whole line or word of it: a figure stands there with its reason. */
function isSame(file: string, { text, instants }: { text: string; instants: string[] }): boolean {
  const first = instants[0]
  if (first && plain(file).includes(plain(timeText(first, ZONE)))) return true
  const parts = [text, ...text.split('\n'), ...text.split(/\s+/)]
  return parts.some((shown) => plain(shown) === plain(file))
}

export const stories: Story[] = [
  {
    name: 'exports: the file of every list has the columns, the rows and the order of the screen',
    as: 'manager',
    limitMs: 240_000,
    run: async (stage) => {
      for (const { name, path } of listSources) {
        await go(stage, path)
        if ((await stage.page.locator('.n-table tbody tr').count()) === 0) continue
        const { head, rows } = await shownOn(stage)
        await press(stage, '导出')
        const file = await saved(stage, () => stage.page.getByRole('menuitem', { name: 'CSV' }).click())
        const [titles = [], ...lines] = parse(file.text, { bom: true }) as string[][]
        assert.deepEqual(
          titles,
          head.filter((title) => !NOT_DATA.has(title)),
          `${name}: columns`,
        )
        assert.ok(
          lines.length >= rows.length,
          `${name}: ${lines.length} rows in the file, ${rows.length} shown`,
        )
        rows.forEach((cells, i) => {
          titles.forEach((title, j) => {
            const cell = cells[j]
            if (cell)
              assert.ok(
                isSame(lines[i]?.[j] ?? '', cell),
                `${name} row ${i + 1} ${title}: file “${lines[i]?.[j]}”, screen “${cell.text}”`,
              )
          })
        })
      }
    },
  },
  {
    name: 'exports: filters, order and chosen columns of the screen are those of the file, in English too',
    as: 'agent',
    look: { locale: 'en' },
    run: async (stage) => {
      await go(stage, '/orders?state=confirmed&sort=-amount')
      const { head, rows } = await shownOn(stage)
      await press(stage, 'Export')
      const file = await saved(stage, () => stage.page.getByRole('menuitem', { name: 'CSV' }).click())
      const [titles = [], ...lines] = parse(file.text, { bom: true }) as string[][]
      assert.deepEqual(titles, head)
      assert.deepEqual(
        lines.slice(0, rows.length).map((line) => line[0]),
        rows.map((cells) => cells[0]?.text),
      )
    },
  },
]
