import { useParams } from '@tanstack/react-router'
import { Form, Input } from 'antd'
import type { CallInput } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { purchasingApi } from '#modules/purchasing/api.ts'
import { isDraft, whyNotPurchase } from '#modules/purchasing/purchase.ts'
import { refusals } from '#modules/purchasing/refusals.ts'
import { PartyLookup, WarehouseLookup } from '#web/features/inventory/lookups.tsx'
import { findShippers } from '#web/features/orders/order-text.tsx'
import { type LineValues, PurchaseLines } from '#web/features/purchasing/purchase-lines.tsx'
import { type Purchase, purchaseText } from '#web/features/purchasing/purchase-text.tsx'
import { useOperation } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import { Lookup } from '#web/ui/fields.tsx'
import { showNames } from '#web/ui/form-conflicts.tsx'
import { FormPage } from '#web/ui/form-page.tsx'
import { PageLink, useGo } from '#web/ui/link.tsx'
import type { Found } from '#web/ui/list-types.ts'
import '#web/features/purchasing/purchasing.css'

const text = {
  ...purchaseText,
  add: { zh: '新建采购订单', en: 'New purchase order' },
  change: { zh: '修改 {number}', en: 'Change {number}' },
  save: { zh: '保存草稿', en: 'Save the draft' },
  who: { zh: '向谁订、送到哪里', en: 'From whom, and where to' },
  behalf: { zh: '代客户订货（可选）', en: 'On behalf of a customer (optional)' },
  what: { zh: '订货明细', en: 'What is ordered' },
  noteHelp: { zh: '备注会写进发给供应商的订单。', en: 'The supplier reads the note.' },
} satisfies Text

type Values = {
  supplierId?: string | null
  warehouseId?: string | null
  customerId?: string | null
  customerRef?: string
  note?: string
  lines: LineValues[]
}

/** A new order to a supplier; it stays a draft until somebody sends it. */
export function NewPurchasePage() {
  const t = useText(text)
  const go = useGo()
  return (
    <FormPage<typeof purchasingApi.draftPurchase, Values>
      back={{ to: paths.purchases, text: t.purchases }}
      title={t.add}
      saveText={t.save}
      initial={{ lines: [{}] }}
      operation={purchasingApi.draftPurchase}
      about={null}
      toInput={(values) => ({ body: bodyOf(values) })}
      onDone={(made) => go(paths.purchase(made.id))}
    >
      <Fields purchase={null} />
    </FormPage>
  )
}

export function ChangePurchasePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const read = useOperation(purchasingApi.getPurchase, { params: { id } })
  return (
    <Loaded read={read}>
      {(found) =>
        isDraft(found.state) ? (
          <ChangePurchase key={found.id} purchase={found} />
        ) : (
          <NotToChange purchase={found} />
        )
      }
    </Loaded>
  )
}

/** It was sent while somebody had the link to change it. */
function NotToChange({ purchase }: { purchase: Purchase }) {
  const r = useText(refusals)
  const refusal = whyNotPurchase(purchase.state, 'change') ?? 'purchase.ended'
  return (
    <div className="n-page">
      <h1>{purchase.number}</h1>
      <p>{r[refusal]}</p>
      <p>
        <PageLink to={paths.purchase(purchase.id)}>{purchase.number}</PageLink>
      </p>
    </div>
  )
}

function ChangePurchase({ purchase }: { purchase: Purchase }) {
  const t = useText(text)
  const go = useGo()
  const { id, version } = purchase
  const nameOf = (one: string | null) =>
    [purchase.supplier, purchase.warehouse, purchase.customer].find((known) => known?.id === one)?.name ??
    one ??
    '–'
  return (
    <FormPage<typeof purchasingApi.updatePurchase, Values>
      back={{ to: paths.purchase(id), text: purchase.number }}
      title={fill(t.change, { number: purchase.number })}
      saveText={t.save}
      initial={{
        supplierId: purchase.supplier.id,
        warehouseId: purchase.warehouse.id,
        customerId: purchase.customer?.id ?? null,
        customerRef: purchase.customerRef,
        note: purchase.note,
        lines: purchase.lineRows.map(({ productId, quantity, wantedOn }) => ({
          productId,
          quantity,
          wantedOn,
        })),
      }}
      operation={purchasingApi.updatePurchase}
      about={{ id, version }}
      show={showNames({ supplierId: nameOf, warehouseId: nameOf, customerId: nameOf })}
      toInput={(values) => ({ params: { id }, body: { ...bodyOf(values), version } })}
      onDone={(made) => go(paths.purchase(made.id))}
    >
      <Fields purchase={purchase} />
    </FormPage>
  )
}

function bodyOf(values: Values): CallInput<typeof purchasingApi.draftPurchase>['body'] {
  return {
    supplierId: values.supplierId ?? '',
    warehouseId: values.warehouseId ?? '',
    customerId: values.customerId ?? null,
    customerRef: values.customerRef ?? '',
    note: values.note ?? '',
    lines: (values.lines ?? []).map((line) => ({
      productId: line.productId ?? '',
      quantity: line.quantity ?? 0,
      wantedOn: line.wantedOn ?? '',
    })),
  }
}

const foundOf = (one: { id: string; name: string } | null | undefined): Found | undefined =>
  one ? { value: one.id, label: one.name } : undefined

function Fields({ purchase }: { purchase: Purchase | null }) {
  const t = useText(text)
  const r = useText(refusals)
  const needed = [{ required: true }]
  const warehouse = purchase?.warehouse
  const refNeedsCustomer = ({ getFieldValue }: { getFieldValue: (name: string) => unknown }) => ({
    validator: async (_: unknown, customerId: string | null | undefined) => {
      if (getFieldValue('customerRef') && !customerId) throw new Error(r['purchase.ref_without_customer'])
    },
  })
  return (
    <div className="n-detail">
      <Section title={t.who}>
        <div className="n-pur-fields">
          <Form.Item name="supplierId" label={t.supplier} rules={needed}>
            <PartyLookup as="supplier" current={foundOf(purchase?.supplier)} />
          </Form.Item>
          <Form.Item name="warehouseId" label={t.warehouse} rules={needed}>
            <WarehouseLookup
              current={warehouse && { value: warehouse.id, label: `${warehouse.code} ${warehouse.name}` }}
            />
          </Form.Item>
        </div>
      </Section>
      <Section title={t.what}>
        <PurchaseLines known={purchase?.lineRows ?? []} />
      </Section>
      <Section title={t.behalf}>
        <div className="n-pur-fields">
          <Form.Item
            name="customerId"
            label={t.customer}
            dependencies={['customerRef']}
            rules={[refNeedsCustomer]}
          >
            <Lookup find={findShippers} label={t.customer} current={foundOf(purchase?.customer)} />
          </Form.Item>
          <Form.Item name="customerRef" label={t.customerRef}>
            <Input maxLength={80} />
          </Form.Item>
        </div>
        <Form.Item name="note" label={t.note} extra={t.noteHelp}>
          <Input.TextArea rows={2} maxLength={1000} />
        </Form.Item>
      </Section>
    </div>
  )
}
