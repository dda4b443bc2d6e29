import { Button, Form } from 'antd'
import type { Text } from '#platform/text.ts'
import { LINES_MAX } from '#modules/purchasing/api.ts'
import { findProducts } from '#web/features/inventory/lookups.tsx'
import { type PurchaseLine, purchaseText } from '#web/features/purchasing/purchase-text.tsx'
import { fill, useText } from '#web/lib/i18n.ts'
import { DayInput, Lookup } from '#web/ui/fields.tsx'
import { Icon } from '#web/ui/icons.tsx'
import { NumberItem } from '#web/ui/number-input.tsx'

const text = {
  ...purchaseText,
  add: { zh: '加一行', en: 'Add a line' },
  remove: { zh: '删除第 {n} 行', en: 'Remove line {n}' },
  quantity: { zh: '数量', en: 'Quantity' },
  productOf: { zh: '第 {n} 行 商品', en: 'Product of line {n}' },
  quantityOf: { zh: '第 {n} 行 数量', en: 'Quantity of line {n}' },
  wantedOf: { zh: '第 {n} 行 要求到货', en: 'Line {n} wanted by' },
} satisfies Text

export type LineValues = { productId?: string | null; quantity?: number | null; wantedOn?: string | null }
type Known = Pick<PurchaseLine, 'productId' | 'sku' | 'productName'>

/** The lines of an order to a supplier, one a product. A new line is wanted when the one above it is. */
export function PurchaseLines({ known }: { known: readonly Known[] }) {
  const t = useText(text)
  const form = Form.useFormInstance()
  const addAfter = (count: number, add: (line: LineValues) => void) => {
    const last = form.getFieldValue(['lines', count - 1]) as LineValues | undefined
    add(last?.wantedOn ? { wantedOn: last.wantedOn } : {})
  }
  return (
    <Form.List name="lines">
      {(fields, { add, remove }) => (
        <>
          {fields.map(({ key, name }) => (
            <LineFields
              key={key}
              name={name}
              known={known}
              onEnter={
                name === fields.length - 1 && fields.length < LINES_MAX
                  ? () => addAfter(fields.length, add)
                  : null
              }
              onRemove={fields.length > 1 ? () => remove(name) : null}
            />
          ))}
          {fields.length < LINES_MAX && (
            <Button icon={<Icon name="plus" />} onClick={() => addAfter(fields.length, add)}>
              {t.add}
            </Button>
          )}
        </>
      )}
    </Form.List>
  )
}

type LineFieldsProps = {
  name: number
  known: readonly Known[]
  onEnter: (() => void) | null
  onRemove: (() => void) | null
}

function LineFields({ name, known, onEnter, onRemove }: LineFieldsProps) {
  const t = useText(text)
  const productId = Form.useWatch<string | undefined>(['lines', name, 'productId'])
  const product = known.find((line) => line.productId === productId)
  const needed = [{ required: true }]
  const [n, isFirst] = [name + 1, name === 0]
  return (
    <div className="n-pur-line" role="group" aria-label={`${t.product} ${n}`}>
      <Form.Item name={[name, 'productId']} label={isFirst ? t.product : undefined} rules={needed}>
        <Lookup
          find={findProducts}
          label={fill(t.productOf, { n })}
          current={product && { value: product.productId, label: `${product.sku} ${product.productName}` }}
        />
      </Form.Item>
      <NumberItem
        name={[name, 'quantity']}
        label={isFirst ? t.quantity : undefined}
        rules={needed}
        min={1}
        max={100_000_000}
        input={{
          label: fill(t.quantityOf, { n }),
          placeholder: t.quantity,
          onPressEnter: (event) => {
            event.preventDefault()
            onEnter?.()
          },
        }}
      />
      <Form.Item name={[name, 'wantedOn']} label={isFirst ? t.wanted : undefined} rules={needed}>
        <DayInput label={fill(t.wantedOf, { n })} placeholder={t.wanted} />
      </Form.Item>
      {onRemove && (
        <Button
          type="text"
          aria-label={fill(t.remove, { n })}
          title={fill(t.remove, { n })}
          icon={<Icon name="close" />}
          onClick={onRemove}
        />
      )}
    </div>
  )
}
