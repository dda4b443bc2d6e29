import { expect, test } from 'vitest'
import { chartData } from './chart-data.ts'

test('a line for each label, numbers bare, no value as an empty cell, no formula', async () => {
  const blob = chartData({
    title: '准时率',
    labels: ['2026-10', '=HYPERLINK("x")'],
    series: [
      { name: '全部', values: [0.5, null] },
      { name: '甲"级', values: [1, -2] },
    ],
  })
  const bytes = new Uint8Array(await blob.arrayBuffer())
  expect(Buffer.from(bytes.slice(0, 3)).toString('hex')).toBe('efbbbf')
  expect(new TextDecoder().decode(bytes)).toBe(
    '准时率,全部,"甲""级"\r\n2026-10,0.5,1\r\n"\'=HYPERLINK(""x"")",,-2\r\n',
  )
})
