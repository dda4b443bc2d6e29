import { useLocation } from '@tanstack/react-router'
import { type ReactNode, useDeferredValue, useEffect, useRef } from 'react'
import type { CallInput, Operation } from '#platform/api.ts'
import type { BulkSpec } from '#platform/bulk.ts'
import { namesTaken } from '#platform/list-names.ts'
import { type SortKey, SORTS_MAX, formatSort } from '#platform/list-spec.ts'
import type { Text } from '#platform/text.ts'
import { given } from '#platform/given.ts'
import { BulkButtons, useBulkSpecs } from '#web/features/bulk/bulk-buttons.tsx'
import { SAVED, useOpenViews } from '#web/features/views/use-views.ts'
import { ViewBar } from '#web/features/views/view-bar.tsx'
import { call, queryOf, useOperation } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { liveState } from '#web/lib/live.ts'
import { countQuery, leaveTrail } from '#web/lib/list-trail.ts'
import { useIsNarrow } from '#web/lib/narrow.ts'
import { type SearchValues, one, useUrlState } from '#web/lib/search.ts'
import { useStore } from '#web/lib/store.ts'
import { BulkBar } from '#web/ui/bulk-bar.tsx'
import { DataTable } from '#web/ui/data-table.tsx'
import { Icon } from '#web/ui/icons.tsx'
import { type Empty, ListBody, StaleNote } from '#web/ui/list-body.tsx'
import { ColumnChooser, useColumns } from '#web/ui/list-columns.tsx'
import { isField, namesOf, readAsked, writeAsked } from '#web/ui/list-conditions.ts'
import { ListExport } from '#web/ui/list-export.tsx'
import { ListFilters } from '#web/ui/list-filters.tsx'
import { useListKeys } from '#web/ui/list-keys.ts'
import { type PageState, Pager } from '#web/ui/list-pager.tsx'
import { MissingNumbers } from '#web/ui/list-pasted.tsx'
import { useListPlace } from '#web/ui/list-place.ts'
import { type ListSelection, readWhole, useListSelection } from '#web/ui/list-selection.ts'
import type { BulkAction, Column, Filter, RowOf } from '#web/ui/list-types.ts'
import { NewsBar, useLiveList } from '#web/ui/live-list.tsx'
import { RowCards } from '#web/ui/row-cards.tsx'

const text = {
  loading: { zh: '正在加载', en: 'Loading' },
  shown: { zh: '本页 {count} 条', en: '{count} on this page' },
  refresh: { zh: '刷新', en: 'Refresh' },
} satisfies Text

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
  /** How the server sorts when the URL does not say. */
  defaultSort?: string
  /** What of the URL goes to the server besides filters, sort and paging, or in another form than it stands there. */
  query?: (values: SearchValues) => object
  /** Path of a row's page. */
  open?: (row: RowOf<O>) => string
  onOpen?: (row: RowOf<O>) => void
  /** What the rows are, as in `useListTrail`: a record opened from here knows its neighbours. */
  recordType?: string
  /** What can be done to many of its records, as its module declares it. */
  bulkSpecs?: Readonly<Record<string, BulkSpec>>
  /** Actions that need a dialog of their own. */
  bulk?: readonly BulkAction<RowOf<O>>[]
  /** Buttons of the page, the main one last. */
  actions?: ReactNode
  empty?: Empty
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
  const { shown, choice } = useColumns(props.name, props.columns, views.active)
  const query = askedOf(props, values, choice.pageRows)
  const { read, page, rows, total, live } = useRows(props, query)
  const drawn = useDeferredValue(rows) // drawn in pieces: a key typed meanwhile does not wait for fifty rows
  const node = useRef<HTMLDivElement>(null)
  const selection = useSelection(props, query, rows, total)
  const set = (patch: SearchValues) => change({ ...patch, cursor: undefined })
  const go = (cursor: string | undefined) => {
    change({ cursor })
    window.scrollTo({ top: 0 })
  }
  const sort = sortOf(one(values['sort']) ?? props.defaultSort)
  const { next = null, previous } = page ?? {}
  useTrail({ props, page, query, total })
  useListPlace(node, drawn.length > 0)
  const specs = useBulkSpecs(props.name, props.bulkSpecs)
  const isPickable = specs.length > 0 || (props.bulk?.length ?? 0) > 0
  const picked = isPickable ? { keys: selection.keys, onChange: selection.pickOnPage } : undefined
  useListKeys({
    page: node,
    selection: picked
      ? {
          count: selection.count,
          clear: selection.clear,
          pickAllOnPage: () => picked.onChange(new Set(rows.map(props.rowKey))),
        }
      : null,
    next: next ? () => go(next) : null,
    previous: previous ? () => go(previous) : null,
  })
  const table = {
    label: props.title,
    rows: drawn,
    rowKey: props.rowKey,
    open: props.open,
    onOpen: props.onOpen,
    selection: picked,
    fresh: live.fresh,
    recordType: props.recordType,
  }
  const state: PageState = {
    count: rows.length,
    before: page?.before,
    total,
    next,
    previous,
    cursor: one(values['cursor']),
  }
  return (
    <div className="n-page" ref={node}>
      <div className="n-page-head">
        <h1>{props.title}</h1>
        <div className="n-page-actions">
          <ListExport list={props.name} search={views.search} columns={shown} />
          {props.actions}
        </div>
      </div>
      <ViewBar list={props.name} open={views} layout={choice.layout} />
      <div className="n-toolbar">
        <ListFilters filters={filters} values={values} onChange={set} />
        <div className="n-toolbar-end">
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
      </div>
      {props.above}
      <MissingNumbers numbers={page?.missing ?? []} />
      <StaleNote read={read} />
      {picked && (
        <BulkBar selection={selection} actions={props.bulk ?? NO_ROWS}>
          <BulkButtons
            specs={specs}
            target={
              selection.isAll
                ? { matching: { list: props.name, search: views.search } }
                : { ids: [...selection.keys] }
            }
            count={selection.count}
            onDone={selection.clear}
          />
        </BulkBar>
      )}
      <NewsBar live={live} onRefresh={() => void read.refetch()} />
      <section className="n-panel" aria-busy={read.isFetching}>
        <ListBody
          read={read}
          count={rows.length}
          isDrawn={drawn.length > 0}
          isFiltered={namesOf(filters).some((name) => values[name] !== undefined)}
          empty={props.empty}
        >
          {isNarrow ? (
            <RowCards {...table} columns={shown} />
          ) : (
            <DataTable
              {...table}
              columns={shown}
              isDense={choice.isDense}
              sort={sort}
              onSort={(name, isAdded) =>
                set({ sort: formatSort(nextSort(sort, name, isAdded)) || undefined })
              }
              onWidth={choice.setWidth}
            />
          )}
        </ListBody>
      </section>
      <Pager state={state} onGo={go} />
      <p className="n-hidden" role="status">
        {read.isFetching ? t.loading : fill(t.shown, { count: rows.length })}
      </p>
    </div>
  )
}

type Page<R> = {
  rows: R[]
  next?: string | null
  previous?: string | null
  before?: number
  total?: number
  missing?: string[]
}
type Query = Record<string, unknown> | undefined

/** Reads the page, and beside it how many match when there is more than one page. */
function useRows<O extends Operation>(props: ListPageProps<O>, query: Query) {
  const { operation, params, refreshMs, recordType, rowKey } = props
  const input = { params, query } as unknown as CallInput<O>
  const isLive = useStore(liveState) && recordType !== undefined
  const read = useOperation(operation, input, {
    keepsPrevious: true,
    ...(refreshMs && !isLive ? { refreshMs } : {}),
  })
  const page = read.data as Page<RowOf<O>> | undefined
  const isOne = !page?.next && !query?.['cursor']
  const count = useOperation(
    operation,
    { params, query: countQuery(query ?? {}) } as unknown as CallInput<O>,
    {
      keepsPrevious: true,
      isEnabled: canCount(operation) && page !== undefined && !isOne,
    },
  )
  const rows = page?.rows ?? NO_ROWS
  const total = isOne && page ? rows.length : ((count.data as Page<RowOf<O>> | undefined)?.total ?? null)
  const live = useLiveList({
    recordType,
    rows,
    rowKey,
    queryKey: queryOf(operation, input).queryKey,
    read: async () => ((await call(operation, input)) as unknown as Page<RowOf<O>>).rows,
  })
  return { read, page, rows, total, live }
}

const canCount = ({ query }: Operation): boolean =>
  'count' in ((query as { shape?: object } | undefined)?.shape ?? {})

const NO_ROWS: never[] = []

/** Only what the list knows goes to the server: a stray name in a link must not break the page. */
function askedOf<O extends Operation>(props: ListPageProps<O>, values: SearchValues, limit: number): Query {
  if (props.isPlain) return undefined
  const paging = { limit, cursor: one(values['cursor']) }
  const filters = props.filters ?? []
  const asked = writeAsked(readAsked(values, filters), filters)
  const boxes = filters.filter((filter) => !isField(filter)).map((box) => [box.name, one(values[box.name])])
  const canSort = props.columns.some((column) => column.sort !== undefined)
  const sort = canSort ? { sort: one(values['sort']) } : {}
  const query = { ...asked, ...Object.fromEntries(boxes), ...sort, ...props.query?.(values), ...paging }
  return given(query)
}

const sortOf = (sort: string | undefined): SortKey[] =>
  (sort ?? '')
    .split(',')
    .filter((part) => part !== '')
    .map((part) => ({ name: part.replace(/^-/, ''), isDown: part.startsWith('-') }))

/** What a click on a column's head leads to: downwards first, then upwards; added ones go away the third time. */
export function nextSort(sort: readonly SortKey[], name: string, isAdded: boolean): SortKey[] {
  const before = sort.find((key) => key.name === name)
  if (!isAdded) return [{ name, isDown: !(before?.isDown ?? false) }]
  if (!before) return [...sort.slice(0, SORTS_MAX - 1), { name, isDown: true }]
  if (before.isDown) return sort.map((key) => (key === before ? { name, isDown: false } : key))
  return sort.length > 1 ? sort.filter((key) => key !== before) : [...sort]
}

function useSelection<O extends Operation>(
  { operation, params, rowKey }: ListPageProps<O>,
  query: Query,
  page: readonly RowOf<O>[],
  total: number | null,
): ListSelection<RowOf<O>> {
  const { cursor: _, limit: __, sort: ___, ...asked } = query ?? {}
  return useListSelection<RowOf<O>>({
    asked: JSON.stringify([params, asked]),
    page,
    rowKey,
    total,
    read: () => readWhole<RowOf<O>>(operation, params, query ?? {}),
  })
}

type Left<O extends Operation> = {
  props: ListPageProps<O>
  page: Page<RowOf<O>> | undefined
  query: Query
  total: number | null
}

/** Leaves the rows as they are shown for the pages of the records opened from here. */
function useTrail<O extends Operation>({ props, page, query, total }: Left<O>): void {
  const { recordType, operation, open, rowKey, params } = props
  const backTo = useLocation({ select: (place) => place.href })
  useEffect(() => {
    const first = page?.rows[0]
    if (!recordType || !open || !page || first === undefined) return
    leaveTrail({
      type: recordType,
      ids: page.rows.map(rowKey),
      path: open(first).replace(rowKey(first), '{id}'),
      backTo,
      before: page.before ?? (query?.['cursor'] === undefined ? 0 : null),
      total,
      source: {
        operation: { method: operation.method, path: operation.path },
        params,
        query: query ?? {},
        idField: 'id',
        next: page.next ?? null,
        previous: page.previous ?? null,
        canCount: canCount(operation),
      },
    })
  })
}
