import { useEffect, useRef, useState } from 'react'
import type { ECharts } from 'echarts/core'
import type { Text } from '#platform/text.ts'
import { NO_VALUE } from '#web/lib/format.ts'
import { useText } from '#web/lib/i18n.ts'
import { saveBlob } from '#web/lib/save-blob.ts'
import { useScheme } from '#web/lib/theme.ts'
import { chartData } from '#web/ui/chart-data.ts'
import { type Series, chartOption } from '#web/ui/chart-option.ts'
import { EmptyState } from '#web/ui/states.tsx'

export type { Series } from '#web/ui/chart-option.ts'

const text = {
  none: { zh: '暂无数据', en: 'No data' },
  table: { zh: '看表格', en: 'As a table' },
  chart: { zh: '看图表', en: 'As a chart' },
  picture: { zh: '存为图片', en: 'Save as picture' },
  data: { zh: '存为数据', en: 'Save as data' },
} satisfies Text

type ChartProps = {
  title: string
  kind: 'bar' | 'line'
  /** Names along the horizontal axis. */
  labels: readonly string[]
  /** Values by label; null where there is none. */
  series: readonly Series[]
  format: (value: number) => string
  height?: number
  /** A line to compare with. */
  target?: { value: number; text: string } | null
  isStacked?: boolean
  /** Opens what stands behind a point. */
  onPick?: (index: number, series: string) => void
}

/** A chart that can be read as a table too, and opens to its rows. */
export function Chart(props: ChartProps) {
  const t = useText(text)
  const [isTable, setTable] = useState(false)
  const chart = useRef<ECharts | null>(null)
  const hasData = props.series.some((one) => one.values.some((value) => value !== null))
  if (!hasData) return <EmptyState title={t.none} />
  return (
    <figure className="n-chart" aria-label={props.title}>
      <div className="n-chart-tools">
        <button type="button" className="n-link" onClick={() => setTable(!isTable)}>
          {isTable ? t.chart : t.table}
        </button>
        {!isTable && (
          <button type="button" className="n-link" onClick={() => savePicture(props.title, chart.current)}>
            {t.picture}
          </button>
        )}
        <button
          type="button"
          className="n-link"
          onClick={() => saveBlob(`${props.title}.csv`, chartData(props))}
        >
          {t.data}
        </button>
      </div>
      {isTable ? (
        <ChartTable {...props} />
      ) : (
        <Canvas {...props} onDrawn={(drawn) => (chart.current = drawn)} />
      )}
    </figure>
  )
}

const PICTURE_SCALE = 2

/** As it stands on the screen, on its own ground: a picture in a report has no page behind it. */
function savePicture(title: string, chart: ECharts | null): void {
  if (!chart) return
  const ground = getComputedStyle(chart.getDom()).getPropertyValue('--n-surface')
  const url = chart.getDataURL({ type: 'png', pixelRatio: PICTURE_SCALE, backgroundColor: ground })
  const bytes = Uint8Array.from(atob(url.slice(url.indexOf(',') + 1)), (letter) => letter.charCodeAt(0))
  saveBlob(`${title}.png`, new Blob([bytes], { type: 'image/png' }))
}

function Canvas(props: ChartProps & { onDrawn: (chart: ECharts | null) => void }) {
  const scheme = useScheme()
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts | null>(null)
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })
  useEffect(() => {
    let isGone = false
    const observer = new ResizeObserver(() => chart.current?.resize())
    const draw = async () => {
      const { init } = await import('#web/ui/chart-parts.ts')
      if (isGone || !place.current) return
      chart.current = init(place.current)
      latest.current.onDrawn(chart.current)
      chart.current.on('click', (event) =>
        latest.current.onPick?.(event.dataIndex ?? 0, event.seriesName ?? ''),
      )
      chart.current.setOption(chartOption(latest.current, scheme))
      observer.observe(place.current)
    }
    void draw()
    return () => {
      isGone = true
      observer.disconnect()
      chart.current?.dispose()
      chart.current = null
      latest.current.onDrawn(null)
    }
  }, [scheme])
  useEffect(() => {
    chart.current?.setOption(chartOption(props, scheme), { notMerge: true })
  })
  return (
    <div
      ref={place}
      style={{ height: props.height ?? 260 }}
      role="img"
      aria-label={props.title}
      data-pickable={props.onPick !== undefined}
    />
  )
}

function ChartTable({ title, labels, series, format, onPick }: ChartProps) {
  return (
    <div className="n-table-box" tabIndex={-1}>
      <table className="n-table" data-dense="true" aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{title}</th>
            {series.map((one) => (
              <th key={one.name} scope="col" data-align="end">
                {one.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {labels.map((label, index) => (
            <tr key={label}>
              <th scope="row">
                {onPick ? (
                  <button
                    type="button"
                    className="n-link"
                    onClick={() => onPick(index, series[0]?.name ?? '')}
                  >
                    {label}
                  </button>
                ) : (
                  label
                )}
              </th>
              {series.map((one) => {
                const value = one.values[index] ?? null
                return (
                  <td key={one.name} data-align="end" className="n-figure">
                    {value === null ? NO_VALUE : format(value)}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
