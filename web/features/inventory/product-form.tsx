import { Form, Input } from 'antd'
import type { Text } from '#platform/text.ts'
import { inventoryApi } from '#modules/inventory/api.ts'
import { type Product, stockText } from '#web/features/inventory/stock-text.tsx'
import { useText } from '#web/lib/i18n.ts'
import { FormDrawer } from '#web/ui/form-drawer.tsx'
import { MoneyItem, NumberItem } from '#web/ui/number-input.tsx'

const text = {
  add: { zh: '新增商品', en: 'Add a product' },
  edit: { zh: '修改商品', en: 'Change a product' },
  name: { zh: '名称', en: 'Name' },
  category: { zh: '类别', en: 'Category' },
  weight: { zh: '单件重量（克）', en: 'Weight of one (grams)' },
  price: { zh: '单价', en: 'Price' },
  barcode: { zh: '条码', en: 'Barcode' },
  barcodeHelp: {
    zh: '可直接用扫码枪录入；同一条码只能用于一个商品',
    en: 'Scan it here. One barcode names one product',
  },
} satisfies Text

type Values = {
  sku: string
  name: string
  category: string
  unit: string
  weightG: number | null
  priceMinor: number | null
  barcode: string | null
}

type ProductFormProps = { product: Product | null; onClose: () => void; onDone?: (product: Product) => void }

export function ProductForm({ product, onClose, onDone = () => {} }: ProductFormProps) {
  const t = useText(text)
  const shared = { onClose, onDone, children: <ProductFields /> }
  if (!product) {
    return (
      <FormDrawer<typeof inventoryApi.createProduct, Values>
        {...shared}
        title={t.add}
        initial={{ unit: 'pcs', weightG: 0, priceMinor: 0 }}
        operation={inventoryApi.createProduct}
        about={null}
        toInput={(values) => ({ body: bodyOf(values) })}
      />
    )
  }
  return (
    <FormDrawer<typeof inventoryApi.updateProduct, Values>
      {...shared}
      title={t.edit}
      initial={product}
      operation={inventoryApi.updateProduct}
      about={{ id: product.id, version: product.version }}
      toInput={(values) => ({
        params: { id: product.id },
        body: { ...bodyOf(values), version: product.version },
      })}
    />
  )
}

const bodyOf = ({ weightG, priceMinor, barcode, ...values }: Values) => ({
  ...values,
  weightG: weightG ?? 0,
  priceMinor: priceMinor ?? 0,
  barcode: barcode?.trim() || null,
})

function ProductFields() {
  const t = useText(text)
  const s = useText(stockText)
  const needed = [{ required: true, whitespace: true }]
  // A scanner ends with Enter, which must not save the form half filled.
  return (
    <>
      <Form.Item name="sku" label={s.sku} rules={needed}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item name="name" label={t.name} rules={needed}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item name="barcode" label={t.barcode} extra={t.barcodeHelp}>
        <Input maxLength={60} autoComplete="off" onPressEnter={(event) => event.preventDefault()} />
      </Form.Item>
      <Form.Item name="category" label={t.category}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="unit" label={s.unit} rules={needed}>
        <Input maxLength={20} />
      </Form.Item>
      <MoneyItem name="priceMinor" label={t.price} />
      <NumberItem name="weightG" label={t.weight} min={0} max={100_000_000} />
    </>
  )
}
