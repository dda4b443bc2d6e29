import { EditableCell } from '#web/ui/editable-cell.tsx'
import { promiseBulk } from '#modules/promises/bulk.ts'
import { Button } from 'antd'
import '#web/features/promises/promises.css'
import { identityApi } from '#modules/identity/api.ts'
import { promisesApi } from '#modules/promises/api.ts'
import { viewOf } from '#modules/promises/list-query.ts'
import { promiseList, usualSort } from '#modules/promises/promise-list.ts'
import type { Text } from '#platform/text.ts'
import { useLookups } from '#web/features/lookups.ts'
import { BoardHead } from '#web/features/promises/board-head.tsx'
import { findUsers } from '#web/features/promises/desk-forms.tsx'
import {
  DueCell,
  OwnerCell,
  PromiseName,
  RiskCell,
  StateCell,
  ToldCell,
} from '#web/features/promises/promise-cells.tsx'
import { PromiseDrawer } from '#web/features/promises/promise-drawer.tsx'
import { type PromiseRow, promiseText, viewNames } from '#web/features/promises/promise-text.ts'
import { call } from '#web/lib/api.ts'
import { textIn, useSay, useText } from '#web/lib/i18n.ts'
import { type SearchValues, one, useUrlState } from '#web/lib/search.ts'
import { useCan, useMe } from '#web/lib/session.ts'
import { fieldFilters } from '#web/ui/list-conditions.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column, Filter, Found } from '#web/ui/list-types.ts'

const text = {
  mine: { zh: '只看我的', en: 'Only mine' },
  open: { zh: '没有进行中的承诺', en: 'No open promises' },
  late: { zh: '没有逾期的承诺', en: 'Nothing is late' },
  today: { zh: '今天没有到期的承诺', en: 'Nothing is due today' },
  at_risk: { zh: '没有发现有延误风险的承诺', en: 'Nothing is at risk as far as history tells' },
  untold: { zh: '改期的承诺都已告知客户', en: 'Every customer knows of the moved dates' },
  paused: { zh: '没有暂停的承诺', en: 'Nothing is paused' },
  endedNone: { zh: '还没有结束的承诺', en: 'Nothing has ended yet' },
  emptyHelp: {
    zh: '订单受理后，系统会按合同条款自动做出承诺。',
    en: 'Promises are made by the clauses of the contract when an order comes in.',
  },
} satisfies Text

const ownerFilter: Filter = {
  kind: 'lookup',
  name: 'owner',
  label: promiseText.owner,
  find: findOwners,
  nameOf: nameOfOwner,
}
async function findOwners(search: string): Promise<Found[]> {
  const nobody = search ? [] : [{ value: 'none', label: textIn(promiseText).nobody }]
  return [...nobody, ...(await findUsers(search))]
}

async function nameOfOwner(id: string): Promise<string> {
  if (id === 'none') return textIn(promiseText).nobody
  const { rows } = await call(identityApi.listUsers, { query: { limit: 200 } })
  return rows.find((user) => user.id === id)?.name ?? id
}

const columns: readonly Column<PromiseRow>[] = [
  { key: 'name', title: promiseText.promise, render: (promise) => <PromiseName promise={promise} /> },
  {
    key: 'customer',
    title: promiseText.customer,
    render: (promise) => promise.customerName ?? '–',
    isLine: true,
  },
  {
    key: 'due',
    title: promiseText.due,
    render: (promise) => <DueCell promise={promise} />,
    width: 190,
    sort: 'due',
  },
  { key: 'state', title: promiseText.state, render: (promise) => <StateCell promise={promise} /> },
  { key: 'risk', title: promiseText.risk, render: (promise) => <RiskCell promise={promise} />, sort: 'risk' },
  { key: 'told', title: promiseText.told, render: (promise) => <ToldCell promise={promise} /> },
  { key: 'owner', title: promiseText.owner, render: (promise) => <OwnerEdit promise={promise} /> },
  {
    key: 'warehouse',
    title: promiseText.warehouse,
    render: (promise) => promise.warehouseName ?? '–',
    isLine: true,
    isOffPhone: true,
  },
  {
    key: 'carrier',
    title: promiseText.carrier,
    render: (promise) => promise.carrierName ?? '–',
    isLine: true,
    isOffPhone: true,
    isHidden: true,
  },
  {
    key: 'lane',
    title: promiseText.lane,
    render: (promise) => [promise.lane, promise.mode].filter(Boolean).join(' · ') || '–',
    isOffPhone: true,
    isHidden: true,
  },
]

/** What was promised and is not kept yet: what is late, due, at risk, and whom nobody has told. */
export function PromisesPage() {
  const t = useText(text)
  const p = useText(promiseText)
  const say = useSay()
  const { values, change } = useUrlState()
  const me = useMe()
  const filters = useFilters()
  const view = viewOf(values)
  const isMine = one(values['owner']) === me.user.id
  const shown = one(values['promise'])
  const hasOwn = useCan('promise.manage')
  const mine = hasOwn && (
    <Button
      type={isMine ? 'primary' : 'default'}
      aria-pressed={isMine}
      onClick={() => change({ owner: isMine ? undefined : me.user.id, cursor: undefined })}
    >
      {t.mine}
    </Button>
  )
  return (
    <>
      <ListPage
        title={view === 'open' ? p.promises : `${p.promises} · ${say(viewNames[view])}`}
        name="promises"
        operation={promisesApi.listPromises}
        columns={columns}
        filters={filters}
        query={queryOf}
        defaultSort={usualSort(view)}
        rowKey={(promise) => promise.id}
        onOpen={(promise) => change({ promise: promise.id })}
        above={<BoardHead />}
        actions={mine}
        bulkSpecs={promiseBulk}
        refreshMs={30_000}
        empty={{
          title: t[view === 'ended' || view === 'all' ? 'endedNone' : view],
          ...(view === 'open' ? { help: t.emptyHelp } : {}),
        }}
      />
      {shown && <PromiseDrawer id={shown} onClose={() => change({ promise: undefined })} />}
    </>
  )
}

/** Who may not look people up still sees what is his own. */
const queryOf = (values: SearchValues): object => ({ view: viewOf(values), owner: one(values['owner']) })

/** Filters whose values this person may look up. */
function useFilters(): readonly Filter[] {
  const canUsers = useCan('user.read')
  const { customer, warehouse, carrier, order } = useLookups()
  return [
    ...(canUsers ? [ownerFilter] : []),
    ...fieldFilters(promiseList, {
      first: ['kind', 'due', 'customerId', 'told'],
      lookups: { customerId: customer, warehouseId: warehouse, carrierId: carrier, orderId: order },
    }),
  ]
}

function OwnerEdit({ promise }: { promise: PromiseRow }) {
  const p = useText(promiseText)
  return (
    <EditableCell
      label={p.owner}
      value={promise.ownerId}
      how={{ kind: 'lookup', find: findUsers }}
      operation={promisesApi.assignPromise}
      permission="promise.manage"
      toInput={(ownerId) => ({ params: { id: promise.id }, body: { ownerId } })}
    >
      <OwnerCell promise={promise} />
    </EditableCell>
  )
}
