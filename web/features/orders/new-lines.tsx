import { Button, Form } from 'antd'
import type { Text } from '#platform/text.ts'
import { findGoods, orderText } from '#web/features/orders/order-text.tsx'
import { fill, useText } from '#web/lib/i18n.ts'
import { Lookup } from '#web/ui/fields.tsx'
import { Icon } from '#web/ui/icons.tsx'
import { NumberItem } from '#web/ui/number-input.tsx'

const text = {
  ...orderText,
  add: { zh: '加一行', en: 'Add a line' },
  remove: { zh: '删除第 {n} 行', en: 'Remove line {n}' },
  productNeeded: { zh: '请选择商品', en: 'Choose the product' },
  quantityNeeded: { zh: '请填写数量', en: 'Enter the quantity' },
  productOf: { zh: '第 {n} 行 商品', en: 'Product of line {n}' },
} satisfies Text

export type LineValues = { productId?: string | null; quantity?: number | null }

const LINES_MAX = 200

type NewLinesProps = {
  list?: 'lines' | 'addLines'
  /** Lines that stand before these. */ after?: number
  /** There may be none. */ isOptional?: boolean
}

/** Lines of products to order. Enter in a quantity goes on to the next line. */
export function NewLines({ list = 'lines', after = 0, isOptional = false }: NewLinesProps) {
  const t = useText(text)
  return (
    <Form.List name={list}>
      {(fields, { add, remove }) => (
        <>
          {fields.map(({ key, name }) => (
            <div key={key} className="n-order-line">
              <Form.Item
                name={[name, 'productId']}
                label={name === 0 ? t.product : undefined}
                rules={[{ required: true, message: t.productNeeded }]}
              >
                <Lookup
                  find={findGoods}
                  label={fill(t.productOf, { n: after + name + 1 })}
                  isFocused={isOptional || name > 0}
                />
              </Form.Item>
              <NumberItem
                name={[name, 'quantity']}
                label={name === 0 ? t.quantity : undefined}
                rules={[{ required: true, message: t.quantityNeeded }]}
                min={1}
                max={100_000_000}
                input={{
                  label: `${t.quantity} ${after + name + 1}`,
                  onPressEnter: (event) => {
                    event.preventDefault()
                    if (name === fields.length - 1 && after + fields.length < LINES_MAX) add({})
                  },
                }}
              />
              {(isOptional || fields.length > 1) && (
                <Button
                  type="text"
                  aria-label={fill(t.remove, { n: after + name + 1 })}
                  icon={<Icon name="close" />}
                  onClick={() => remove(name)}
                />
              )}
            </div>
          ))}
          {after + fields.length < LINES_MAX && (
            <Button icon={<Icon name="plus" />} onClick={() => add({})}>
              {t.add}
            </Button>
          )}
        </>
      )}
    </Form.List>
  )
}
