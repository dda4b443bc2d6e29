import { App, Button, Input } from 'antd'
import { useState } from 'react'
import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { ordersApi } from '#modules/orders/api.ts'
import { orderText } from '#web/features/orders/order-text.tsx'
import { useSend } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { Section } from '#web/ui/detail-page.tsx'
import { DraftPlace } from '#web/ui/form-body.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { ErrorState } from '#web/ui/states.tsx'
import { StatusTag } from '#web/ui/status-tag.tsx'
import { useDraft } from '#web/ui/use-draft.ts'

const text = {
  ...orderText,
  title: { zh: '粘贴下单', en: 'Paste rows' },
  path: { zh: '所在位置', en: 'Where you are' },
  label: { zh: '从表格复制的行', en: 'Rows copied from a sheet' },
  help: {
    zh: '每行一个商品。列：客户编号或名称、客户单号、商品编码、数量、要求送达、收货人、电话、省、市、区、地址、备注；首行可为列名，有列名时可加国家、加急、服务，顺序随意，只有一个客户时可不写客户。客户单号相同的行合成一单。',
    en: 'One product a row. Columns: customer, customer’s number, SKU, quantity, wanted by, consignee, phone, province, city, district, street, note; the first row may name them, then in any order, with country, urgent and service too. Who orders for one customer alone may leave it out. Rows with one customer’s number become one order.',
  },
  read: { zh: '识别', en: 'Read the rows' },
  found: {
    zh: '{rows} 行，{orders} 单可下，{bad} 行有问题',
    en: '{rows} {rows:row|rows}: {orders} {orders:order|orders} ready, {bad} {bad:row|rows} with problems',
  },
  truncated: { zh: '只读取了前 1000 行', en: 'Only the first 1,000 rows were read' },
  place: { zh: '下 {n} 单', en: 'Place {n} {n:order|orders}' },
  placed: { zh: '已下 {placed} 单，{refused} 单未成功', en: '{placed} placed, {refused} refused' },
  row: { zh: '行', en: 'Row' },
  problem: { zh: '问题', en: 'Problem' },
  ready: { zh: '可下', en: 'Ready' },
  held: { zh: '同一订单的其他行有问题', en: 'Another line of its order is wrong' },
  order: { zh: '第 {n} 单', en: 'Order {n}' },
} satisfies Text

type Read = ResultOf<typeof ordersApi.parsePaste>
type Placed = ResultOf<typeof ordersApi.placeOrders>

/** Rows from a sheet become orders: read first, each row's problem beside it, then placed one by one. */
export function PasteOrdersPage() {
  const t = useText(text)
  const { message } = App.useApp()
  const [typed, setTyped] = useState('')
  const draft = useDraft({ form: 'paste-orders', record: '' }, ({ values }) => {
    setTyped((now) => now || String(values['text'] ?? ''))
    return true
  })
  const [read, setRead] = useState<Read | null>(null)
  const [placed, setPlaced] = useState<Placed | null>(null)
  const parse = useSend(ordersApi.parsePaste, { onDone: setRead })
  const place = useSend(ordersApi.placeOrders, {
    onDone: (answer) => {
      setPlaced(answer)
      if (answer.refused === 0) void draft.discard()
      void message.info(fill(t.placed, answer))
    },
  })
  const change = (value: string) => {
    setTyped(value)
    if (value === '') void draft.discard()
    else draft.keep({ text: value }, undefined)
    setRead(null)
    setPlaced(null)
  }
  return (
    <div className="n-page">
      <nav className="n-crumbs" aria-label={t.path}>
        <PageLink to={paths.orders}>{t.orders}</PageLink>
        <span aria-hidden="true">/</span>
        <span aria-current="page">{t.title}</span>
      </nav>
      <div className="n-page-head">
        <h1>{t.title}</h1>
      </div>
      <Section title={t.label}>
        <p id="paste-help" className="n-quiet">
          {t.help}
        </p>
        <Input.TextArea
          rows={8}
          value={typed}
          onChange={(e) => change(e.target.value)}
          aria-label={t.label}
          aria-describedby="paste-help"
          maxLength={400_000}
        />
        <p className="n-paste-act">
          <Button
            type="primary"
            disabled={typed.trim() === ''}
            loading={parse.isPending}
            onClick={() => parse.mutate({ body: { text: typed } })}
          >
            {t.read}
          </Button>{' '}
          <span className="n-unsaved">
            <DraftPlace keeping={draft.keeping} />
          </span>
        </p>
        {(parse.error ?? place.error) && <ErrorState error={parse.error ?? place.error} />}
      </Section>
      {read && !placed && (
        <ReadRows
          read={read}
          isBusy={place.isPending}
          onPlace={() => place.mutate({ body: { orders: read.orders } })}
        />
      )}
      {placed && <Results placed={placed} />}
    </div>
  )
}

function ReadRows({ read, isBusy, onPlace }: { read: Read; isBusy: boolean; onPlace: () => void }) {
  const t = useText(text)
  const bad = read.rows.filter((row) => row.problems.length > 0).length
  return (
    <Section title={fill(t.found, { rows: read.rows.length, orders: read.orders.length, bad })}>
      {read.truncated && <p>{t.truncated}</p>}
      <div className="n-table-box" tabIndex={-1}>
        <table className="n-table">
          <thead>
            <tr>
              <th>{t.row}</th>
              <th>{t.state}</th>
              <th>{t.customer}</th>
              <th>{t.ref}</th>
              <th>{t.product}</th>
              <th data-align="end">{t.quantity}</th>
            </tr>
          </thead>
          <tbody>
            {read.rows.map((row) => (
              <tr key={row.row}>
                <td>{row.row}</td>
                <td>
                  {row.problems.length === 0 ? (
                    <StatusTag tone={row.order === null ? 'warn' : 'good'}>
                      {row.order === null ? t.held : t.ready}
                    </StatusTag>
                  ) : (
                    row.problems.map((p) => (
                      <div key={p.path}>
                        <StatusTag tone="bad">{t.problem}</StatusTag> {p.message}
                      </div>
                    ))
                  )}
                </td>
                <td>{row.customer}</td>
                <td>{row.externalRef}</td>
                <td>{row.sku}</td>
                <td data-align="end">{row.quantity ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {read.orders.length > 0 && (
        <Button type="primary" loading={isBusy} onClick={onPlace}>
          {fill(t.place, { n: read.orders.length })}
        </Button>
      )}
    </Section>
  )
}

function Results({ placed }: { placed: Placed }) {
  const t = useText(text)
  return (
    <Section title={fill(t.placed, placed)}>
      <ul className="n-plain">
        {placed.results.map((result) => (
          <li key={result.index}>
            {fill(t.order, { n: result.index + 1 })}{' '}
            {result.ok ? (
              <PageLink to={paths.order(result.order.id)}>{result.order.number}</PageLink>
            ) : (
              <>
                <StatusTag tone="bad">{t.problem}</StatusTag>{' '}
                {result.problem.fields.map((f) => f.message).join('; ') || result.problem.detail}
              </>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
