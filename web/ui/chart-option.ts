import type { EChartsCoreOption } from 'echarts/core'
import type { Scheme } from '#web/lib/theme.ts'

export type Series = { name: string; values: readonly (number | null)[] }

export type ChartInput = {
  title: string
  kind: 'bar' | 'line'
  labels: readonly string[]
  series: readonly Series[]
  format: (value: number) => string
  target?: { value: number; text: string } | null | undefined
  isStacked?: boolean | undefined
}

const COLOURS: Record<Scheme, string[]> = {
  light: ['#0b6b6a', '#d98a1f', '#1c5a9c', '#9a3f6b', '#5f7f2a', '#6a7b83'],
  dark: ['#3fb8ad', '#f2b544', '#6ea6e8', '#d783aa', '#a3c463', '#93a7ad'],
}
const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond'] as const
const DASHES = ['solid', 'dashed', 'dotted'] as const
const INK: Record<Scheme, { text: string; line: string; box: string }> = {
  light: { text: '#4c5f67', line: '#dbe3e4', box: '#ffffff' },
  dark: { text: '#9fb4b8', line: '#263a40', box: '#192a2f' },
}

/** The library's description of a chart, in the colours of the scheme. */
export function chartOption(input: ChartInput, scheme: Scheme): EChartsCoreOption {
  const ink = INK[scheme]
  const axis = {
    axisLabel: { color: ink.text, hideOverlap: true },
    axisLine: { lineStyle: { color: ink.line } },
    axisTick: { show: false },
  }
  return {
    color: COLOURS[scheme],
    animationDuration: 200,
    // Several series are told apart without their colours too: bars by pattern, lines by dashes and marks.
    aria: {
      enabled: true,
      label: { description: describe(input) },
      decal: { show: input.kind === 'bar' && input.series.length > 1 },
    },
    textStyle: { fontFamily: 'inherit' },
    grid: {
      left: 8,
      right: 16,
      top: input.series.length > 1 ? 36 : 16,
      bottom: 8,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    legend: {
      show: input.series.length > 1,
      top: 0,
      textStyle: { color: ink.text },
      icon: 'roundRect',
      itemWidth: 12,
      itemHeight: 8,
    },
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: ink.box,
      borderColor: ink.line,
      textStyle: { color: scheme === 'dark' ? '#e3ecec' : '#12242b' },
      valueFormatter: (value: unknown) => (typeof value === 'number' ? input.format(value) : '–'),
    },
    xAxis: { type: 'category', data: [...input.labels], ...axis },
    yAxis: {
      type: 'value',
      scale: input.kind === 'line',
      // Things that are counted have no halves to mark.
      minInterval: isWhole(input) ? 1 : 0,
      ...axis,
      axisLabel: { color: ink.text, formatter: input.format },
      splitLine: { lineStyle: { color: ink.line } },
    },
    series: input.series.map((one, index) => ({
      type: input.kind,
      name: one.name,
      data: [...one.values],
      stack: input.isStacked ? 'all' : undefined,
      barMaxWidth: 28,
      symbol: SYMBOLS[index % SYMBOLS.length],
      symbolSize: 7,
      lineStyle: { width: 2.5, type: DASHES[index % DASHES.length] },
      itemStyle: { borderRadius: input.kind === 'bar' && !input.isStacked ? [3, 3, 0, 0] : 0 },
      markLine: index === 0 && input.target ? targetLine(input.target, ink.text) : undefined,
    })),
  }
}

function targetLine(target: { value: number; text: string }, colour: string): object {
  return {
    silent: true,
    symbol: 'none',
    lineStyle: { color: colour, type: 'dashed' },
    label: { formatter: target.text, color: colour, position: 'insideEndTop' },
    data: [{ yAxis: target.value }],
  }
}

const DESCRIBED_MAX = 24

/** The chart in words, for those who cannot see it. */
function describe({ title, labels, series, format }: ChartInput): string {
  const lines = series.map(({ name, values }) => {
    const points = labels
      .slice(0, DESCRIBED_MAX)
      .map((label, i) => `${label} ${typeof values[i] === 'number' ? format(values[i]) : '–'}`)
    return `${name}: ${points.join(', ')}`
  })
  return `${title}. ${lines.join('. ')}`
}

const isWhole = ({ series }: Pick<ChartInput, 'series'>): boolean =>
  series.every(({ values }) => values.every((value) => value === null || Number.isInteger(value)))
