import { App, Button, Form, type FormInstance, Input } from 'antd'
import { useState } from 'react'
import { type Text, fill } from '#platform/text.ts'
import { inventoryApi } from '#modules/inventory/api.ts'
import { purchasingApi } from '#modules/purchasing/api.ts'
import { missingOf } from '#modules/purchasing/purchase.ts'
import { PartyLookup, WarehouseLookup } from '#web/features/inventory/lookups.tsx'
import { PurchaseField } from '#web/features/inventory/purchase-field.tsx'
import {
  type CodeMatch,
  type KnownProducts,
  type LineValue,
  type ReceiveValues,
  isCounted,
  withOneMore,
} from '#web/features/inventory/receive-line.ts'
import { ReceiveLines } from '#web/features/inventory/receive-lines.tsx'
import { ScanField } from '#web/features/inventory/scan-field.tsx'
import type { Purchase } from '#web/features/purchasing/purchase-text.tsx'
import { useOperation } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { one, useUrlState } from '#web/lib/search.ts'
import { paths } from '#web/paths.ts'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import { FormPage } from '#web/ui/form-page.tsx'
import { useGo } from '#web/ui/link.tsx'
import '#web/features/inventory/inventory.css'

const text = {
  receipts: { zh: '收货单', en: 'Goods receipts' },
  title: { zh: '登记收货', en: 'Receive goods' },
  save: { zh: '确认收货', en: 'Book the receipt' },
  where: { zh: '收货信息', en: 'Where and from whom' },
  lines: { zh: '收货明细', en: 'What arrived' },
  purchase: { zh: '采购订单（可选）', en: 'Purchase order (optional)' },
  warehouse: { zh: '收货仓库', en: 'Warehouse' },
  supplier: { zh: '供应商', en: 'Supplier' },
  note: { zh: '备注', en: 'Note' },
  all: { zh: '按应收数全部收下', en: 'All as expected' },
  done: { zh: '已收货 {number}', en: 'Booked as {number}' },
} satisfies Text

/** Receives goods by scanning: each scan adds one unit to its product's line. With a purchase order its open lines are there already. */
export function ReceivePage() {
  const purchaseId = one(useUrlState().values['purchaseId'])
  return purchaseId ? <ReceiveOrdered key={purchaseId} id={purchaseId} /> : <Receive purchase={null} />
}

function ReceiveOrdered({ id }: { id: string }) {
  const read = useOperation(purchasingApi.getPurchase, { params: { id } })
  return <Loaded read={read}>{(found) => <Receive purchase={found} />}</Loaded>
}

function Receive({ purchase }: { purchase: Purchase | null }) {
  const t = useText(text)
  const go = useGo()
  const { message } = App.useApp()
  const warehouseId = one(useUrlState().values['warehouseId'])
  return (
    <FormPage<typeof inventoryApi.receiveGoods, ReceiveValues>
      back={
        purchase
          ? { to: paths.purchase(purchase.id), text: purchase.number }
          : { to: paths.receipts, text: t.receipts }
      }
      title={t.title}
      saveText={t.save}
      initial={purchase ? valuesOf(purchase) : { lines: [], ...(warehouseId ? { warehouseId } : {}) }}
      operation={inventoryApi.receiveGoods}
      about={purchase && { id: purchase.id }}
      toInput={(entered) => ({ body: bodyOf(entered) })}
      onDone={(receipt) => {
        void message.success(fill(t.done, { number: receipt.number }))
        go(purchase ? paths.purchase(purchase.id) : paths.receipt(receipt.id))
      }}
    >
      {(form) => <ReceiveFields form={form} purchase={purchase} />}
    </FormPage>
  )
}

const openLines = (purchase: Purchase) => purchase.lineRows.filter((line) => missingOf(line) > 0)

const valuesOf = (purchase: Purchase): ReceiveValues => ({
  purchaseId: purchase.id,
  warehouseId: purchase.warehouse.id,
  supplierId: purchase.supplier.id,
  note: '',
  lines: openLines(purchase).map((line) => ({
    productId: line.productId,
    expected: missingOf(line),
    accepted: null,
    refused: null,
    refusalReason: null,
  })),
})

/** Of an order, lines of which nothing came yet are left out. */
const bodyOf = ({ purchaseId, warehouseId, supplierId, note, lines = [] }: ReceiveValues) => ({
  warehouseId,
  supplierId: supplierId ?? null,
  purchaseId: purchaseId ?? null,
  note: note ?? '',
  lines: (purchaseId ? lines.filter(isCounted) : lines).map((line) => ({
    productId: line.productId,
    expected: line.expected ?? null,
    accepted: line.accepted ?? 0,
    refused: line.refused ?? 0,
    refusalReason: line.refused ? (line.refusalReason ?? null) : null,
  })),
})

const knownOf = (purchase: Purchase | null): KnownProducts =>
  new Map(
    purchase?.lineRows.map(({ productId, sku, productName, unit }) => [
      productId,
      { sku, name: productName, unit },
    ]),
  )

type FieldsProps = { form: FormInstance<ReceiveValues>; purchase: Purchase | null }

function ReceiveFields({ form, purchase }: FieldsProps) {
  const t = useText(text)
  const [known, setKnown] = useState<KnownProducts>(() => knownOf(purchase))
  const [last, setLast] = useState<string | null>(null)
  const add = (product: CodeMatch) => {
    setKnown((before) => new Map(before).set(product.id, product))
    setLast(product.id)
    form.setFieldValue(
      'lines',
      withOneMore(form.getFieldValue('lines') as LineValue[] | undefined, product.id),
    )
  }
  const takeAll = () => {
    const lines = form.getFieldValue('lines') as LineValue[]
    form.setFieldValue(
      'lines',
      lines.map((line) =>
        line.expected === null ? line : { ...line, accepted: line.expected, refused: null },
      ),
    )
  }
  return (
    <div className="n-detail">
      <Section title={t.where}>
        <WhereFields purchase={purchase} />
      </Section>
      <Section title={t.lines}>
        <ScanField onFound={add} />
        {purchase && (
          <p>
            <Button size="small" onClick={takeAll}>
              {t.all}
            </Button>
          </p>
        )}
        <ReceiveLines known={known} last={last} isOrdered={purchase !== null} />
      </Section>
    </div>
  )
}

/** An order says where its goods go and from whom they come. */
function WhereFields({ purchase }: { purchase: Purchase | null }) {
  const t = useText(text)
  const { warehouse, supplier } = purchase ?? {}
  return (
    <div className="n-inv-fields">
      <Form.Item name="purchaseId" label={t.purchase}>
        <PurchaseField current={purchase} />
      </Form.Item>
      <Form.Item name="warehouseId" label={t.warehouse} rules={[{ required: true }]}>
        <WarehouseLookup
          isDisabled={purchase !== null}
          current={warehouse && { value: warehouse.id, label: `${warehouse.code} ${warehouse.name}` }}
        />
      </Form.Item>
      <Form.Item name="supplierId" label={t.supplier}>
        <PartyLookup
          as="supplier"
          isDisabled={purchase !== null}
          current={supplier && { value: supplier.id, label: supplier.name }}
        />
      </Form.Item>
      <Form.Item name="note" label={t.note}>
        <Input maxLength={500} onPressEnter={(event) => event.preventDefault()} />
      </Form.Item>
    </div>
  )
}
