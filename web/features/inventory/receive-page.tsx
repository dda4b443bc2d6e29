import { App, Form, type FormInstance, Input } from 'antd'
import { useState } from 'react'
import { type Text, fill } from '#platform/text.ts'
import { inventoryApi } from '#modules/inventory/api.ts'
import { PartyLookup, WarehouseLookup } from '#web/features/inventory/lookups.tsx'
import {
  type CodeMatch,
  type KnownProducts,
  type LineValue,
  type ReceiveValues,
  withOneMore,
} from '#web/features/inventory/receive-line.ts'
import { ReceiveLines } from '#web/features/inventory/receive-lines.tsx'
import { ScanField } from '#web/features/inventory/scan-field.tsx'
import { useText } from '#web/lib/i18n.ts'
import { one, useUrlState } from '#web/lib/search.ts'
import { paths } from '#web/paths.ts'
import { Section } from '#web/ui/detail-page.tsx'
import { FormPage } from '#web/ui/form-page.tsx'
import { useGo } from '#web/ui/link.tsx'
import '#web/features/inventory/inventory.css'

const text = {
  receipts: { zh: '收货单', en: 'Goods receipts' },
  title: { zh: '登记收货', en: 'Receive goods' },
  save: { zh: '确认收货', en: 'Book the receipt' },
  where: { zh: '收货信息', en: 'Where and from whom' },
  lines: { zh: '收货明细', en: 'What arrived' },
  warehouse: { zh: '收货仓库', en: 'Warehouse' },
  supplier: { zh: '供应商', en: 'Supplier' },
  note: { zh: '备注', en: 'Note' },
  needed: { zh: '请选择收货仓库', en: 'Choose the warehouse' },
  done: { zh: '已收货 {number}', en: 'Booked as {number}' },
} satisfies Text

/** Receives goods by scanning: each scan adds one unit to its product's line. */
export function ReceivePage() {
  const t = useText(text)
  const go = useGo()
  const { message } = App.useApp()
  const { values } = useUrlState()
  const warehouseId = one(values['warehouseId'])
  return (
    <FormPage<typeof inventoryApi.receiveGoods, ReceiveValues>
      back={{ to: paths.receipts, text: t.receipts }}
      title={t.title}
      saveText={t.save}
      initial={{ lines: [], ...(warehouseId ? { warehouseId } : {}) }}
      operation={inventoryApi.receiveGoods}
      about={null}
      toInput={(entered) => ({ body: bodyOf(entered) })}
      onDone={(receipt) => {
        void message.success(fill(t.done, { number: receipt.number }))
        go(paths.receipt(receipt.id))
      }}
    >
      {(form) => <ReceiveFields form={form} />}
    </FormPage>
  )
}

const bodyOf = ({ warehouseId, supplierId, note, lines }: ReceiveValues) => ({
  warehouseId,
  supplierId: supplierId ?? null,
  note: note ?? '',
  lines: (lines ?? []).map((line) => ({
    productId: line.productId,
    expected: line.expected ?? null,
    accepted: line.accepted ?? 0,
    refused: line.refused ?? 0,
    refusalReason: line.refused ? (line.refusalReason ?? null) : null,
  })),
})

function ReceiveFields({ form }: { form: FormInstance<ReceiveValues> }) {
  const t = useText(text)
  const [known, setKnown] = useState<KnownProducts>(new Map())
  const [last, setLast] = useState<string | null>(null)
  const add = (product: CodeMatch) => {
    setKnown((before) => new Map(before).set(product.id, product))
    setLast(product.id)
    form.setFieldValue(
      'lines',
      withOneMore(form.getFieldValue('lines') as LineValue[] | undefined, product.id),
    )
  }
  return (
    <div className="n-detail">
      <Section title={t.where}>
        <div className="n-inv-fields">
          <Form.Item name="warehouseId" label={t.warehouse} rules={[{ required: true, message: t.needed }]}>
            <WarehouseLookup />
          </Form.Item>
          <Form.Item name="supplierId" label={t.supplier}>
            <PartyLookup as="supplier" />
          </Form.Item>
          <Form.Item name="note" label={t.note}>
            <Input maxLength={500} onPressEnter={(event) => event.preventDefault()} />
          </Form.Item>
        </div>
      </Section>
      <Section title={t.lines}>
        <ScanField onFound={add} />
        <ReceiveLines known={known} last={last} />
      </Section>
    </div>
  )
}
