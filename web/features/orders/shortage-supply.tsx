import { App, Button, Form, Switch } from 'antd'
import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { ordersApi } from '#modules/orders/api.ts'
import { isDraft } from '#modules/purchasing/purchase.ts'
import { PartyLookup, WarehouseLookup } from '#web/features/inventory/lookups.tsx'
import { purchaseStateTags, purchaseText } from '#web/features/purchasing/purchase-text.tsx'
import { formatDay } from '#web/lib/format.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { DayInput } from '#web/ui/fields.tsx'
import { FormDrawer } from '#web/ui/form-drawer.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { StateTag } from '#web/ui/status-tag.tsx'
import { Day, Figure } from '#web/ui/values.tsx'
import '#web/features/purchasing/purchasing.css'

const text = {
  ...purchaseText,
  coming: { zh: '已向供应商订货', en: 'On order from suppliers' },
  none: { zh: '还没有向供应商订这种商品。', en: 'None of it is on order from a supplier.' },
  line: { zh: '{n} {unit} 到 {warehouse}', en: '{n} {unit} to {warehouse}' },
  forThis: { zh: '为这笔缺货订 {n}', en: '{n} for this shortage' },
  enough: {
    zh: '预计 {day} 到货够补这笔缺货（先补更早的缺货）。',
    en: 'Enough for this shortage by {day}, after older ones.',
  },
  notEnough: {
    zh: '已订的还不够补这笔缺货（先补更早的缺货）。',
    en: 'What is on order is not enough for this shortage after older ones.',
  },
  replenish: { zh: '向供应商订货', en: 'Order from a supplier' },
  replenishHelp: {
    zh: '加到该供应商、该仓库的采购订单草稿，没有就新建；发出后才算订货。',
    en: 'It goes on the draft to that supplier and warehouse, or on a new one. It is ordered once somebody sends it.',
  },
  save: { zh: '加入采购订单', en: 'Add to the purchase order' },
  quantity: { zh: '数量', en: 'Quantity' },
  behalf: { zh: '代 {customer} 订货', en: 'On behalf of {customer}' },
  drafted: {
    zh: '已加入采购订单草稿 {number}，请发给供应商',
    en: 'Added to draft {number}. Send it to the supplier',
  },
} satisfies Text

type Options = ResultOf<typeof ordersApi.getShortageOptions>

/** What suppliers will bring of the missing product, and the way to order it. Nothing for who may not see purchase orders. */
export function Supply({ shortage, coming, supplyOn, onReplenish }: Options & { onReplenish: () => void }) {
  const t = useText(text)
  const [canRead, canManage] = [useCan('purchase.read'), useCan('purchase.manage')]
  if (!canRead) return null
  const isOrdered = coming.some(({ state }) => !isDraft(state))
  return (
    <section className="n-pur-coming" aria-label={t.coming}>
      {coming.length === 0 && <p className="n-quiet">{t.none}</p>}
      <ul className="n-plain">
        {coming.map((one) => (
          <li key={one.purchaseId} className="n-tags">
            <PageLink to={paths.purchase(one.purchaseId)}>{one.number}</PageLink>
            <StateTag of={purchaseStateTags} state={one.state} />
            <span>
              {fill(t.line, { n: one.open, unit: shortage.product.unit, warehouse: one.warehouseCode })}
            </span>
            <Day day={one.expectedOn} />
            {one.forThis > 0 && <span className="n-quiet">{fill(t.forThis, { n: one.forThis })}</span>}
          </li>
        ))}
      </ul>
      {isOrdered && <p>{supplyOn ? fill(t.enough, { day: formatDay(supplyOn) }) : t.notEnough}</p>}
      {canManage && (
        <Button size="small" onClick={onReplenish}>
          {t.replenish}
        </Button>
      )}
    </section>
  )
}

type Values = {
  supplierId: string | null
  warehouseId: string | null
  quantity: number | null
  wantedOn: string | null
  isOnBehalf: boolean
}

/** Orders what is missing: from whom it came last, to where it went, unless said otherwise. */
export function ReplenishForm({ shortage, usualSupply, onClose }: Options & { onClose: () => void }) {
  const t = useText(text)
  const { message } = App.useApp()
  const needed = [{ required: true }]
  const { product, customer } = shortage
  return (
    <FormDrawer<typeof ordersApi.replenishShortage, Values>
      title={t.replenish}
      saveText={t.save}
      savedText={null}
      width={560}
      onClose={onClose}
      initial={{
        supplierId: usualSupply?.supplierId ?? null,
        warehouseId: usualSupply?.warehouseId ?? null,
        quantity: shortage.quantity,
        isOnBehalf: false,
      }}
      operation={ordersApi.replenishShortage}
      about={{ id: shortage.id }}
      toInput={({ supplierId, warehouseId, quantity, wantedOn, isOnBehalf }) => ({
        params: { id: shortage.id },
        body: {
          supplierId: supplierId ?? '',
          warehouseId: warehouseId ?? '',
          quantity: quantity ?? 0,
          wantedOn: wantedOn ?? '',
          isOnBehalf: isOnBehalf ?? false,
        },
      })}
      onDone={({ number }) => void message.success(fill(t.drafted, { number }))}
    >
      <p className="n-modal-help">{t.replenishHelp}</p>
      <p>
        <b>{product.sku}</b> {product.name} · <Figure value={shortage.quantity} /> {product.unit}
      </p>
      <Form.Item name="supplierId" label={t.supplier} rules={needed}>
        <PartyLookup
          as="supplier"
          current={
            usualSupply ? { value: usualSupply.supplierId, label: usualSupply.supplierName } : undefined
          }
        />
      </Form.Item>
      <Form.Item name="warehouseId" label={t.warehouse} rules={needed}>
        <WarehouseLookup
          current={
            usualSupply ? { value: usualSupply.warehouseId, label: usualSupply.warehouseCode } : undefined
          }
        />
      </Form.Item>
      <NumberItem name="quantity" label={t.quantity} rules={needed} min={1} max={100_000_000} />
      <Form.Item name="wantedOn" label={t.wanted} rules={needed}>
        <DayInput />
      </Form.Item>
      <Form.Item
        name="isOnBehalf"
        label={fill(t.behalf, { customer: customer.name })}
        valuePropName="checked"
      >
        <Switch />
      </Form.Item>
    </FormDrawer>
  )
}
import { NumberItem } from '#web/ui/number-input.tsx'
