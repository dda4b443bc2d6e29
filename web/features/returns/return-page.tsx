import { useParams } from '@tanstack/react-router'
import type { Text } from '#platform/text.ts'
import { returnsApi } from '#modules/returns/api.ts'
import { refusals } from '#modules/returns/refusals.ts'
import { type ReturnAction, conditions, returnReasons, whyNotReturn } from '#modules/returns/return.ts'
import { RecordPage } from '#web/features/activity/record-page.tsx'
import { ReceiveReturnForm } from '#web/features/returns/receive-return-form.tsx'
import { ChangeReturnForm } from '#web/features/returns/change-return-form.tsx'
import { type Return, returnStateTags, returnText } from '#web/features/returns/return-text.ts'
import { useOperation } from '#web/lib/api.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { Loaded, type Property, Section, endRow } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
import type { Column } from '#web/ui/list-types.ts'
import { ask, useActs } from '#web/ui/record-acts.tsx'
import { Rows } from '#web/ui/row-cards.tsx'
import { StateTag } from '#web/ui/status-tag.tsx'
import { Day, Figure, Moment, Time } from '#web/ui/values.tsx'
import './returns.css'

const text = {
  ...returnText,
  receive: { zh: '退货入库', en: 'Receive' },
  change: { zh: '修改', en: 'Change' },
  close: { zh: '短少结案', en: 'Close short' },
  closeHelp: {
    zh: '其余货物不再退回。未退回的数量以后仍可另行登记退货。',
    en: 'The rest does not come back. It can still be announced as a return of its own later.',
  },
  cancel: { zh: '取消退货', en: 'Cancel' },
  cancelHelp: { zh: '这些货物不退回。', en: 'Nothing comes back.' },
  lines: { zh: '退货明细', en: 'Lines' },
  arrivals: { zh: '到货记录', en: 'Arrivals' },
  noArrivals: { zh: '还没有货物退回', en: 'Nothing has come back yet' },
  lineNo: { zh: '订单行', en: 'Line' },
  sku: { zh: '商品编码', en: 'SKU' },
  product: { zh: '商品', en: 'Product' },
  ended: { zh: '结束', en: 'Ended' },
} satisfies Text

export function ReturnPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const read = useOperation(returnsApi.getReturn, { params: { id } })
  return <Loaded read={read}>{(found) => <ReturnDetail key={found.id} found={found} />}</Loaded>
}

type Line = Return['lines'][number]

const columns: readonly Column<Line>[] = [
  {
    key: 'sku',
    title: text.sku,
    render: (l) => <PageLink to={paths.product(l.productId)}>{l.sku}</PageLink>,
  },
  { key: 'product', title: text.product, render: (l) => l.productName },
  { key: 'lineNo', title: text.lineNo, render: (l) => <Figure value={l.lineNo} /> },
  { key: 'quantity', title: text.quantity, align: 'end', render: (l) => <Figure value={l.quantity} /> },
  { key: 'restocked', title: text.restocked, align: 'end', render: (l) => <Figure value={l.restocked} /> },
  { key: 'unsaleable', title: text.unsaleable, align: 'end', render: (l) => <Figure value={l.unsaleable} /> },
]

function ReturnDetail({ found }: { found: Return }) {
  const t = useText(text)
  const { open, close, actions, dialog } = useReturnActs(found)
  const table = { label: t.lines, rows: found.lines, columns, rowKey: (line: Line) => line.id }
  return (
    <>
      <RecordPage
        record={{ type: 'return_order', id: found.id }}
        back={{ to: paths.returns, text: t.returns }}
        title={found.number}
        state={<StateTag of={returnStateTags} state={found.state} />}
        actions={actions}
        properties={useProperties(found)}
      >
        <Section title={t.lines}>
          <Rows {...table} />
        </Section>
        <Arrivals found={found} />
      </RecordPage>
      {open === 'receive' && <ReceiveReturnForm found={found} onClose={close} />}
      {open === 'change' && <ChangeReturnForm found={found} onClose={close} />}
      {dialog}
    </>
  )
}

function useReturnActs(found: Return) {
  const t = useText(text)
  const [canManage, canReceive] = [useCan('return.manage'), useCan('stock.receive')]
  const { act, ...acts } = useActs({
    words: t,
    refusals,
    whyNot: (key: ReturnAction) => whyNotReturn(found.state, key),
    questions: {
      close: ask(returnsApi.closeReturn, { id: found.id, help: t.closeHelp }),
      cancel: ask(returnsApi.cancelReturn, { id: found.id, help: t.cancelHelp, isDanger: true }),
    },
  })
  const actions = [
    ...(canReceive ? [act('receive', { isPrimary: whyNotReturn(found.state, 'receive') === null })] : []),
    ...(canManage ? [act('change'), act('close'), act('cancel')] : []),
  ]
  return { ...acts, actions }
}

function useProperties(found: Return): Property[] {
  const t = useText(text)
  const say = useSay()
  return [
    { label: t.order, value: <PageLink to={paths.order(found.orderId)}>{found.orderNumber}</PageLink> },
    {
      label: t.customer,
      value: <PageLink to={paths.customer(found.customer.id)}>{found.customer.name}</PageLink>,
    },
    { label: t.reason, value: say(returnReasons[found.reason]) },
    {
      label: t.warehouse,
      value: <PageLink to={paths.warehouse(found.warehouse.id)}>{found.warehouse.name}</PageLink>,
    },
    { label: t.waybill, value: found.waybill || '–' },
    { label: t.expected, value: found.expectedOn ? <Day day={found.expectedOn} /> : '–' },
    {
      label: t.announced,
      value: <Moment at={found.announcedAt} words={[found.announcedBy]} />,
    },
    ...(found.note ? [{ label: t.note, value: found.note, isWide: true }] : []),
    ...endRow(t.ended, found.endedAt, found.endedBy, found.endReason),
  ]
}

function Arrivals({ found }: { found: Return }) {
  const t = useText(text)
  return (
    <Section title={t.arrivals}>
      {found.arrivals.length === 0 ? (
        <p className="n-quiet">{t.noArrivals}</p>
      ) : (
        <ul className="n-ret-arrivals">
          {found.arrivals.map((arrival) => (
            <li key={arrival.id}>
              <Time at={arrival.at} /> <span className="n-quiet">{arrival.by}</span>{' '}
              {arrival.receiptId && (
                <PageLink to={paths.receipt(arrival.receiptId)}>{arrival.receiptNumber ?? ''}</PageLink>
              )}
              {arrival.lines.map((line) => (
                <ArrivedLine key={line.lineId} line={line} />
              ))}
              {arrival.note && <p className="n-quiet">{arrival.note}</p>}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function ArrivedLine({ line }: { line: Return['arrivals'][number]['lines'][number] }) {
  const t = useText(text)
  const say = useSay()
  return (
    <p>
      {line.sku} · {t.restocked} <Figure value={line.restocked} />
      {line.unsaleable > 0 && (
        <>
          {' '}
          · {t.unsaleable} <Figure value={line.unsaleable} />
          {line.condition && ` (${say(conditions[line.condition])})`}
        </>
      )}
    </p>
  )
}
