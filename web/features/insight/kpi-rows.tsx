import { App, Button, Dropdown } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { type KpiRowView, insightApi } from '#modules/insight/api.ts'
import { type RowColumn, cellOf, resultOf, rowColumns } from '#modules/insight/row-columns.ts'
import type { Text } from '#platform/text.ts'
import type { Kpi } from '#web/features/insight/kpi-page.tsx'
import { asQuery, queryOf } from '#web/features/insight/kpi-query.ts'
import { ApiProblem, saveFile, useOperation } from '#web/lib/api.ts'
import { NO_VALUE, formatNumber, getZone } from '#web/lib/format.ts'
import { useLocale, useSay, useText } from '#web/lib/i18n.ts'
import { one, useUrlState } from '#web/lib/search.ts'
import { paths } from '#web/paths.ts'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import { Icon } from '#web/ui/icons.tsx'
import { PageLink } from '#web/ui/link.tsx'
import type { Column } from '#web/ui/list-types.ts'
import { Rows } from '#web/ui/row-cards.tsx'
import { EmptyState } from '#web/ui/states.tsx'
import { StatusTag } from '#web/ui/status-tag.tsx'

type Row = z.output<typeof KpiRowView>

const text = {
  title: { zh: '明细', en: 'Rows' },
  none: { zh: '没有明细', en: 'No rows' },
  export: { zh: '导出', en: 'Export' },
  first: { zh: '第一页', en: 'First page' },
  next: { zh: '下一页', en: 'Next' },
  failed: { zh: '导出失败', en: 'The export failed' },
} satisfies Text

const PAGE_ROWS = 50

/** What the figure is made of, page by page, and all of it as a file with the same columns. */
export function KpiRows({ kpi }: { kpi: Kpi }) {
  const t = useText(text)
  const locale = useLocale()
  const { values, change } = useUrlState()
  const cursor = one(values['cursor'])
  const query = { ...asQuery(queryOf(values)), limit: PAGE_ROWS, ...(cursor ? { cursor } : {}) }
  const read = useOperation(
    insightApi.listKpiRows,
    { params: { id: kpi.id }, query },
    { keepsPrevious: true },
  )
  return (
    <Section title={t.title} extra={<ExportButton kpi={kpi} />}>
      <Loaded read={read}>
        {({ rows, next }) => {
          if (rows.length === 0) return <EmptyState title={t.none} />
          const columns = rowColumns(kpi.definition, kpi.parts)
            .filter((column) => isUsed(rows, column))
            .map((column) => columnOf(kpi, column, locale))
          const table = { label: t.title, rows, columns, rowKey: (row: Row) => row.id }
          return (
            <>
              <Rows {...table} isDense isWide />
              <nav className="n-pager" aria-label={t.title}>
                <Button size="small" disabled={!cursor} onClick={() => change({ cursor: undefined })}>
                  {t.first}
                </Button>
                <Button size="small" disabled={!next} onClick={() => change({ cursor: next ?? undefined })}>
                  {t.next}
                </Button>
              </nav>
            </>
          )
        }}
      </Loaded>
    </Section>
  )
}

/** A column nobody has a value for is left out on the screen. */
function isUsed(rows: readonly Row[], { key }: RowColumn): boolean {
  if (key === 'result') return true
  return rows.some((row) => row[key] !== '' && row[key] !== null)
}

function columnOf(kpi: Kpi, column: RowColumn, locale: 'zh' | 'en'): Column<Row> {
  const base = {
    key: column.key,
    title: column.title,
    ...(column.kind === 'number' ? { align: 'end' as const } : {}),
    isLine: column.kind === 'text' && !isCode(column),
    isWhole: isCode(column),
  }
  return { ...base, render: (row) => <Cell kpi={kpi} column={column} row={row} locale={locale} /> }
}

/** What is not broken over lines: numbers people read out, days and how a row counts. */
const isCode = ({ key }: RowColumn) =>
  key === 'day' || key === 'orderNumber' || key === 'shipment' || key === 'result'

type CellProps = { kpi: Kpi; column: RowColumn; row: Row; locale: 'zh' | 'en' }

function Cell({ kpi, column, row, locale }: CellProps) {
  const say = useSay()
  if (column.key === 'result') {
    const isGood = kpi.unit === 'count' ? null : row.numerator > 0 === (kpi.direction === 'higher')
    return (
      <StatusTag tone={isGood === null ? 'mute' : isGood ? 'good' : 'bad'}>
        {say(resultOf(kpi, row))}
      </StatusTag>
    )
  }
  if (column.key === 'orderNumber' && row.orderId)
    return <PageLink to={paths.order(row.orderId)}>{row.orderNumber}</PageLink>
  const value = cellOf(kpi, column, { row, zone: getZone(), locale })
  if (value === null || value === '') return <>{NO_VALUE}</>
  return (
    <span className={column.kind === 'text' ? undefined : 'n-figure'}>
      {typeof value === 'number' ? formatNumber(value, 4) : value}
    </span>
  )
}

function ExportButton({ kpi }: { kpi: Kpi }) {
  const t = useText(text)
  const { message } = App.useApp()
  const { values } = useUrlState()
  const [isBusy, setBusy] = useState(false)
  const run = async (format: 'csv' | 'xlsx') => {
    setBusy(true)
    try {
      await saveFile(insightApi.exportKpi, {
        params: { id: kpi.id },
        query: { ...asQuery(queryOf(values)), format },
      })
    } catch (error) {
      void message.error(error instanceof ApiProblem ? error.detail : t.failed)
    } finally {
      setBusy(false)
    }
  }
  const items = [
    { key: 'xlsx', label: 'Excel (.xlsx)', onClick: () => void run('xlsx') },
    { key: 'csv', label: 'CSV', onClick: () => void run('csv') },
  ]
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button size="small" loading={isBusy} icon={<Icon name="export" size={15} />}>
        {t.export}
      </Button>
    </Dropdown>
  )
}
