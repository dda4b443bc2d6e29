import { Form, type FormRule, Radio, Select } from 'antd'
import { useState } from 'react'
import { type Text, fill } from '#platform/text.ts'
import { inventoryApi } from '#modules/inventory/api.ts'
import { type AdjustmentReason, adjustmentReasons, whyNotAdjust } from '#modules/inventory/movement.ts'
import { refusals } from '#modules/inventory/refusals.ts'
import { WarehouseLookup } from '#web/features/inventory/lookups.tsx'
import { type Product, type StockRow, stockText } from '#web/features/inventory/stock-text.tsx'
import { useOperation } from '#web/lib/api.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { Properties } from '#web/ui/detail-page.tsx'
import { FormDrawer } from '#web/ui/form-drawer.tsx'
import { Figure } from '#web/ui/values.tsx'
import '#web/features/inventory/inventory.css'

const text = {
  title: { zh: '调整库存：{sku}', en: 'Adjust stock: {sku}' },
  reason: { zh: '原因', en: 'Reason' },
  how: { zh: '方式', en: 'How' },
  counted: { zh: '实盘数', en: 'Counted' },
  change: { zh: '增减数', en: 'Change by' },
  countedHelp: {
    zh: '仓库中实际清点到的数量，含已预留',
    en: 'What is really there, the reserved ones included',
  },
  changeHelp: { zh: '增加填正数，减少填负数', en: 'Above zero adds, below zero takes away' },
  none: { zh: '数量没有变化', en: 'This changes nothing' },
  belowReserved: {
    zh: '其中 {reserved} 件已为订单预留，最低可调整为 {reserved}',
    en: '{reserved} of them are reserved for orders: it can be lowered to {reserved} at most',
  },
  pickFirst: { zh: '请选择仓库', en: 'Choose a warehouse' },
} satisfies Text

type Values = { warehouseId: string; reason: AdjustmentReason; quantity: number }
type Mode = 'counted' | 'change'
type AdjustFormProps = {
  product: Pick<Product, 'id' | 'sku'>
  /** The warehouse's row it was opened from. */
  row: StockRow | null
  onClose: () => void
}

// Stock moves while somebody counts: the book beside the form follows it.
const BOOK_REFRESH_MS = 5_000
const EMPTY_BOOK = { onHand: 0, reserved: 0, available: 0 }

/** Corrects the book quantity of one product at one warehouse, with the reason. */
export function AdjustForm({ product, row, onClose }: AdjustFormProps) {
  const t = useText(text)
  const s = useText(stockText)
  const say = useSay()
  const [mode, setMode] = useState<Mode>('counted')
  const [warehouseId, setWarehouse] = useState<string | null>(row?.warehouseId ?? null)
  const input = { params: { id: product.id } }
  const now = useOperation(inventoryApi.getProduct, input, { refreshMs: BOOK_REFRESH_MS })
  const book = now.data?.stock.find((stock) => stock.warehouseId === warehouseId) ?? EMPTY_BOOK
  const reasons = Object.entries(adjustmentReasons).map(([value, name]) => ({ value, label: say(name) }))
  const current = row
    ? { value: row.warehouseId, label: `${row.warehouseCode} ${row.warehouseName}` }
    : undefined
  const modes = [
    { value: 'counted', label: t.counted },
    { value: 'change', label: t.change },
  ]
  const toLine = (quantity: number) =>
    mode === 'counted'
      ? { productId: product.id, counted: quantity, seenOnHand: book.onHand }
      : { productId: product.id, change: quantity }
  return (
    <FormDrawer<typeof inventoryApi.adjustStock, Values>
      title={fill(t.title, { sku: product.sku })}
      onClose={onClose}
      initial={row ? { warehouseId: row.warehouseId } : {}}
      operation={inventoryApi.adjustStock}
      about={{ id: product.id }}
      toInput={(values) => ({
        body: { warehouseId: values.warehouseId, reason: values.reason, lines: [toLine(values.quantity)] },
      })}
    >
      <Form.Item name="warehouseId" label={s.warehouse} rules={[{ required: true, message: t.pickFirst }]}>
        <WarehouseField current={current} onPick={setWarehouse} />
      </Form.Item>
      {warehouseId && now.data && <BookNow book={book} />}
      <Form.Item name="reason" label={t.reason} rules={[{ required: true }]}>
        <Select options={reasons} placeholder={t.reason} />
      </Form.Item>
      <Form.Item label={t.how}>
        <Radio.Group
          options={modes}
          optionType="button"
          value={mode}
          onChange={(event) => setMode(event.target.value as Mode)}
          aria-label={t.how}
        />
      </Form.Item>
      <NumberItem
        name="quantity"
        label={mode === 'counted' ? t.counted : t.change}
        extra={mode === 'counted' ? t.countedHelp : t.changeHelp}
        dependencies={['warehouseId']}
        rules={[{ required: true }, useQuantityRule(mode, book)]}
        min={mode === 'counted' ? 0 : -100_000_000}
        max={100_000_000}
      />
    </FormDrawer>
  )
}

/** The server's own rule, told while typing. */
function useQuantityRule(mode: Mode, book: { onHand: number; reserved: number }): FormRule {
  const t = useText(text)
  return {
    validator: async (_: unknown, quantity: number | null) => {
      if (quantity === null || quantity === undefined || Number.isNaN(quantity)) return
      const change = mode === 'counted' ? quantity - book.onHand : quantity
      if (mode === 'change' && change === 0) throw new Error(t.none)
      const refusal = whyNotAdjust(book, { change })
      if (refusal && refusal in refusals) throw new Error(fill(t.belowReserved, { reserved: book.reserved }))
    },
  }
}

type WarehouseFieldProps = {
  id?: string
  value?: string | null
  onChange?: (id: string | null) => void
  current: { value: string; label: string } | undefined
  onPick: (id: string | null) => void
}

function WarehouseField({ onChange, onPick, ...rest }: WarehouseFieldProps) {
  const pick = (id: string | null) => {
    onChange?.(id)
    onPick(id)
  }
  return <WarehouseLookup {...rest} onChange={pick} />
}

function BookNow({ book }: { book: { onHand: number; reserved: number; available: number } }) {
  const s = useText(stockText)
  return (
    <div className="n-inv-book">
      <Properties
        rows={[
          { label: s.onHand, value: <Figure value={book.onHand} /> },
          { label: s.reserved, value: <Figure value={book.reserved} /> },
          { label: s.available, value: <Figure value={book.available} /> },
        ]}
      />
    </div>
  )
}
import { NumberItem } from '#web/ui/number-input.tsx'
