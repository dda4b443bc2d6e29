import { Form, Select } from 'antd'
import type { Text } from '#platform/text.ts'
import { purchasingApi } from '#modules/purchasing/api.ts'
import { usualCurrencies } from '#modules/purchasing/purchase.ts'
import { type Purchase, purchaseText } from '#web/features/purchasing/purchase-text.tsx'
import { formatNumber } from '#web/lib/format.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { MoneyInput } from '#web/ui/number-input.tsx'
import type { ToForm } from '#web/ui/form-conflict.ts'
import { FormDrawer } from '#web/ui/form-drawer.tsx'
import { Money } from '#web/ui/values.tsx'
import '#web/features/purchasing/purchasing.css'

const text = {
  ...purchaseText,
  title: { zh: '{number} 的采购价格', en: 'Prices of {number}' },
  help: {
    zh: '新的行自动带出该供应商上次的单价；留空表示尚未议定。价格会印在发给供应商的采购订单上。',
    en: 'New lines begin with the supplier’s last price. Leave one empty while it is not agreed. The order sent to the supplier shows them.',
  },
  priceOf: { zh: '{sku} 单价', en: 'Price of {sku}' },
} satisfies Text

type Values = { currency: string; prices: (number | null)[] }

/** What the supplier asks, line by line. */
export function PricePurchaseForm({ purchase, onClose }: { purchase: Purchase; onClose: () => void }) {
  const t = useText(text)
  const { id, version, lineRows } = purchase
  return (
    <FormDrawer<typeof purchasingApi.pricePurchase, Values>
      title={fill(t.title, { number: purchase.number })}
      onClose={onClose}
      width={560}
      initial={{ currency: purchase.currency, prices: lineRows.map((line) => line.unitPriceMinor) }}
      operation={purchasingApi.pricePurchase}
      about={{ id, version }}
      toForm={toFormOf(purchase)}
      toInput={({ currency, prices }) => ({
        params: { id },
        body: {
          version,
          currency,
          lines: lineRows.map((line, i) => ({ lineId: line.id, unitPriceMinor: prices[i] ?? null })),
        },
      })}
    >
      <p className="n-modal-help">{t.help}</p>
      <Form.Item name="currency" label={t.currency} rules={[{ required: true }]}>
        <Select
          showSearch
          options={[...new Set([purchase.currency, ...usualCurrencies])].map((value) => ({
            value,
            label: value,
          }))}
        />
      </Form.Item>
      <LinePrices purchase={purchase} />
    </FormDrawer>
  )
}

function LinePrices({ purchase }: { purchase: Purchase }) {
  const t = useText(text)
  const currency = Form.useWatch<string | undefined>('currency') ?? purchase.currency
  const prices = Form.useWatch<Values['prices'] | undefined>('prices') ?? []
  const sumOf = (i: number): number | null => {
    const price = prices[i]
    return typeof price === 'number' ? price * (purchase.lineRows[i]?.quantity ?? 0) : null
  }
  const total = purchase.lineRows.reduce((sum, _, i) => sum + (sumOf(i) ?? 0), 0)
  return (
    <>
      {purchase.lineRows.map((line, i) => (
        <fieldset key={line.id} className="n-pur-days" aria-label={line.sku}>
          <div>
            <b>{line.sku}</b> {line.productName}
            <br />
            <span className="n-quiet">
              {formatNumber(line.quantity)} {line.unit} · <Money minor={sumOf(i)} currency={currency} />
            </span>
          </div>
          <Form.Item name={['prices', i]}>
            <MoneyInput label={fill(t.priceOf, { sku: line.sku })} currency={currency} />
          </Form.Item>
        </fieldset>
      ))}
      <p>
        {t.amount} <Money minor={total} currency={currency} />
      </p>
    </>
  )
}

/** Prices stand in the form by the place of their line. */
const toFormOf =
  ({ lineRows }: Purchase): ToForm =>
  (field, value) => {
    const lineId = /^prices\.(.+)$/.exec(field)?.[1]
    if (!lineId) return { name: [field], value }
    const at = lineRows.findIndex((line) => line.id === lineId)
    return at < 0 ? null : { name: ['prices', at], value, label: lineRows[at]?.sku ?? '' }
  }
