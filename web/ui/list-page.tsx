import { Button, Dropdown } from 'antd'
import { useLocation } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import type { CallInput, Operation } from '#platform/api.ts'
import { namesTaken } from '#platform/list-names.ts'
import type { Text } from '#platform/text.ts'
import { SAVED, useOpenViews } from '#web/features/views/use-views.ts'
import { ViewBar } from '#web/features/views/view-bar.tsx'
import { type ApiProblem, call, queryOf, useOperation } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { liveState } from '#web/lib/live.ts'
import { leaveTrail } from '#web/lib/list-trail.ts'
import { useIsNarrow } from '#web/lib/narrow.ts'
import { type SearchValues, one, useUrlState } from '#web/lib/search.ts'
import { useStore } from '#web/lib/store.ts'
import { BulkBar } from '#web/ui/bulk-bar.tsx'
import { DataTable } from '#web/ui/data-table.tsx'
import { Icon } from '#web/ui/icons.tsx'
import { ColumnChooser, useColumns } from '#web/ui/list-columns.tsx'
import { ListFilters } from '#web/ui/list-filters.tsx'
import type { BulkAction, Column, Filter, RowOf } from '#web/ui/list-types.ts'
import { NewsBar, useLiveList } from '#web/ui/live-list.tsx'
import { RowCards } from '#web/ui/row-cards.tsx'
import { EmptyState, ErrorState, LoadingRows } from '#web/ui/states.tsx'

const text = {
  next: { zh: '下一页', en: 'Next' },
  previous: { zh: '上一页', en: 'Previous' },
  first: { zh: '第一页', en: 'First page' },
  paging: { zh: '分页', en: 'Pages' },
  loading: { zh: '正在加载', en: 'Loading' },
  shown: { zh: '本页 {count} 条', en: '{count} on this page' },
  none: { zh: '没有符合条件的记录', en: 'Nothing matches' },
  noneHelp: { zh: '换个条件，或清除全部筛选再试。', en: 'Change the filters or clear them all.' },
  refresh: { zh: '刷新', en: 'Refresh' },
  export: { zh: '导出', en: 'Export' },
} satisfies Text

const PAGE_ROWS = 50

export type ExportFormat = 'xlsx' | 'csv'

export type ListPageProps<O extends Operation> = {
  title: string
  /** Under which column choice and density are remembered. */
  name: string
  /** A read that answers `{ rows, next? }`. */
  operation: O
  params?: CallInput<O>['params']
  columns: readonly Column<RowOf<O>>[]
  rowKey: (row: RowOf<O>) => string
  filters?: readonly Filter[]
  /** From the values in the URL to the operation's query. Left out: they go as they are, with limit and cursor. */
  query?: (values: SearchValues) => object
  /** Path of a row's page. */
  open?: (row: RowOf<O>) => string
  onOpen?: (row: RowOf<O>) => void
  /** What the rows are, as in `useListTrail`: a record opened from here knows its neighbours. */
  recordType?: string
  bulk?: readonly BulkAction<RowOf<O>>[]
  /** Buttons of the page, the main one last. */
  actions?: ReactNode
  /** Writes what the screen shows, all pages of it, into a file. */
  onExport?: (format: ExportFormat, query: object, columns: string[]) => Promise<void>
  empty?: { title: string; help?: string; action?: ReactNode }
  refreshMs?: number
  /** Between filters and rows: counts, tabs, a chart. */
  above?: ReactNode
  /** For reads that take no query at all: everything on one page. */
  isPlain?: boolean
}

/** The skeleton of every list. The URL is its state. */
export function ListPage<O extends Operation>(props: ListPageProps<O>) {
  const t = useText(text)
  const isNarrow = useIsNarrow()
  const { values: all, change } = useUrlState()
  const { [SAVED]: _, ...values } = all
  const filters = props.filters ?? []
  const views = useOpenViews(props.name, all, [...namesTaken(props.operation), ...namesOf(filters)])
  const query =
    props.query?.(values) ??
    (props.isPlain ? undefined : { limit: PAGE_ROWS, ...known(values, filters, props.columns) })
  const input = { params: props.params, query } as unknown as CallInput<O>
  const isLive = useStore(liveState) && props.recordType !== undefined
  const read = useOperation(props.operation, input, {
    keepsPrevious: true,
    ...(props.refreshMs && !isLive ? { refreshMs: props.refreshMs } : {}),
  })
  const page = read.data as { rows: RowOf<O>[]; next?: string | null } | undefined
  const rows = page?.rows ?? []
  const live = useLiveList({
    recordType: props.recordType,
    rows,
    rowKey: props.rowKey,
    queryKey: queryOf(props.operation, input).queryKey,
    read: async () => ((await call(props.operation, input)) as unknown as { rows: RowOf<O>[] }).rows,
  })
  const { shown, choice } = useColumns(props.name, props.columns, views.active)
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const selection = props.bulk?.length ? { keys: picked, onChange: setPicked } : undefined
  const set = (patch: SearchValues) => {
    setPicked(new Set())
    change({ ...patch, cursor: undefined })
  }
  useTrail(props, page, query)
  const table = {
    label: props.title,
    rows,
    rowKey: props.rowKey,
    open: props.open,
    onOpen: props.onOpen,
    selection,
    fresh: live.fresh,
  }

  return (
    <div className="n-page">
      <div className="n-page-head">
        <h1>{props.title}</h1>
        <div className="n-page-actions">
          {props.onExport && (
            <ExportButton
              onExport={(format) =>
                props.onExport?.(
                  format,
                  query ?? {},
                  shown.map((c) => c.key),
                )
              }
            />
          )}
          {props.actions}
        </div>
      </div>
      <ViewBar list={props.name} open={views} layout={choice.layout} />
      <div className="n-toolbar">
        <ListFilters filters={filters} values={values} onChange={set} />
        <span className="n-space" />
        <button
          type="button"
          className="n-tool"
          onClick={() => void read.refetch()}
          aria-label={t.refresh}
          title={t.refresh}
        >
          <Icon name="refresh" />
        </button>
        <ColumnChooser columns={props.columns} choice={choice} />
      </div>
      {props.above}
      {selection && props.bulk && (
        <BulkBar
          rows={rows.filter((row) => picked.has(props.rowKey(row)))}
          actions={props.bulk}
          onClear={() => setPicked(new Set())}
        />
      )}
      <NewsBar live={live} onRefresh={() => void read.refetch()} />
      <section className="n-panel" aria-busy={read.isFetching}>
        <ListBody
          read={read}
          count={rows.length}
          isFiltered={isFiltered(values, filters)}
          empty={props.empty}
        >
          {isNarrow ? (
            <RowCards {...table} columns={shown} />
          ) : (
            <DataTable
              {...table}
              columns={shown}
              isDense={choice.isDense}
              sort={one(values['sort'])}
              onSort={(sort) => set({ sort })}
            />
          )}
        </ListBody>
      </section>
      <Pager
        count={rows.length}
        next={page?.next ?? null}
        cursor={one(values['cursor'])}
        onGo={(cursor) => change({ cursor })}
      />
      <p className="n-hidden" role="status">
        {read.isFetching ? t.loading : fill(t.shown, { count: rows.length })}
      </p>
    </div>
  )
}

/** Leaves the rows as they are shown for the pages of the records opened from here. */
function useTrail<O extends Operation>(
  { recordType, operation, open, rowKey, params }: ListPageProps<O>,
  page: { rows: RowOf<O>[]; next?: string | null } | undefined,
  query: object | undefined,
): void {
  const backTo = useLocation({ select: (place) => place.href })
  useEffect(() => {
    const first = page?.rows[0]
    if (!recordType || !open || !page || first === undefined) return
    const given: Record<string, unknown> = { ...query }
    leaveTrail({
      type: recordType,
      ids: page.rows.map(rowKey),
      path: open(first).replace(rowKey(first), '{id}'),
      backTo,
      before: given['cursor'] === undefined ? 0 : null,
      total: null,
      source: {
        operation: { method: operation.method, path: operation.path },
        params,
        query: given,
        idField: 'id',
        next: page.next ?? null,
        previous: null,
      },
    })
  })
}

type Read = { isPending: boolean; error: ApiProblem | null; data: unknown; refetch: () => unknown }
type ListBodyProps = {
  read: Read
  count: number
  isFiltered: boolean
  empty: ListPageProps<Operation>['empty']
  children: ReactNode
}

function ListBody({ read, count, isFiltered: hasFilter, empty, children }: ListBodyProps) {
  const t = useText(text)
  if (read.error && read.data === undefined)
    return <ErrorState error={read.error} onAgain={() => void read.refetch()} />
  if (read.isPending) return <LoadingRows />
  if (count > 0) return children
  if (hasFilter) return <EmptyState title={t.none} help={t.noneHelp} />
  return (
    <EmptyState {...(empty ? { title: empty.title } : {})} {...(empty?.help ? { help: empty.help } : {})}>
      {empty?.action}
    </EmptyState>
  )
}

const namesOf = (filters: readonly Filter[]): string[] =>
  filters.flatMap((filter) => (filter.kind === 'days' ? [filter.name, filter.to] : [filter.name]))

const isFiltered = (values: SearchValues, filters: readonly Filter[]): boolean =>
  namesOf(filters).some((name) => values[name] !== undefined)

/** Only what the list knows goes to the server: a stray name in a link must not break the page. */
function known(
  values: SearchValues,
  filters: readonly Filter[],
  columns: readonly { sort?: string }[],
): SearchValues {
  const many = new Set(
    filters.filter((filter) => filter.kind === 'choice' && filter.isMany).map((filter) => filter.name),
  )
  const canSort = columns.some((column) => column.sort !== undefined)
  const names = [...namesOf(filters), 'cursor', ...(canSort ? ['sort'] : [])].filter(
    (name) => values[name] !== undefined,
  )
  return Object.fromEntries(names.map((name) => [name, many.has(name) ? values[name] : one(values[name])]))
}

function Pager({
  count,
  next,
  cursor,
  onGo,
}: {
  count: number
  next: string | null
  cursor: string | undefined
  onGo: (cursor: string | undefined) => void
}) {
  const t = useText(text)
  const [trail, setTrail] = useState<(string | undefined)[]>([])
  if (!next && !cursor) return count > 0 ? <p className="n-pager-note">{fill(t.shown, { count })}</p> : null
  const forward = () => {
    setTrail([...trail, cursor])
    onGo(next ?? undefined)
  }
  const back = () => {
    setTrail(trail.slice(0, -1))
    onGo(trail.at(-1))
  }
  return (
    <nav className="n-pager" aria-label={t.paging}>
      <span>{count > 0 && fill(t.shown, { count })}</span>
      <Button size="small" disabled={!cursor} onClick={() => (setTrail([]), onGo(undefined))}>
        {t.first}
      </Button>
      <Button size="small" disabled={!cursor || trail.length === 0} onClick={back}>
        {t.previous}
      </Button>
      <Button size="small" disabled={!next} onClick={forward}>
        {t.next}
      </Button>
    </nav>
  )
}

function ExportButton({ onExport }: { onExport: (format: ExportFormat) => Promise<void> | undefined }) {
  const t = useText(text)
  const [isBusy, setBusy] = useState(false)
  const run = async (format: ExportFormat) => {
    setBusy(true)
    await Promise.resolve(onExport(format)).finally(() => setBusy(false))
  }
  const items = [
    { key: 'xlsx', label: 'Excel (.xlsx)', onClick: () => void run('xlsx') },
    { key: 'csv', label: 'CSV', onClick: () => void run('csv') },
  ]
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button loading={isBusy} icon={<Icon name="export" size={15} />}>
        {t.export}
      </Button>
    </Dropdown>
  )
}
