import { Button, Form } from 'antd'
import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { returnsApi } from '#modules/returns/api.ts'
import type { ReturnReason } from '#modules/returns/return.ts'
import { findWarehouses } from '#web/features/inventory/lookups.tsx'
import { ReturnFields } from '#web/features/returns/change-return-form.tsx'
import { returnText } from '#web/features/returns/return-text.ts'
import { useOperation } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { Lookup } from '#web/ui/fields.tsx'
import { FormDrawer } from '#web/ui/form-drawer.tsx'
import { useGo } from '#web/ui/link.tsx'
import { NumberItem } from '#web/ui/number-input.tsx'

const text = {
  ...returnText,
  title: { zh: '登记退货：订单 {number}', en: 'Return of order {number}' },
  save: { zh: '登记退货', en: 'Announce' },
  help: {
    zh: '填写每行退回的数量，0 或留空表示不退。货到仓后在退货单上入库。',
    en: 'How much of each line comes back; 0 or empty: it stays. The goods are received on the return when they come.',
  },
  all: { zh: '全部退回', en: 'Everything comes back' },
  left: { zh: '可退 {n} {unit}', en: '{n} {unit} can come back' },
  nothing: { zh: '请填写至少一行的数量', en: 'Fill in the quantity of one line at least' },
} satisfies Text

type Returnable = ResultOf<typeof returnsApi.getReturnable>
type Values = {
  reason: ReturnReason
  warehouseId: string
  waybill?: string
  expectedOn?: string | null
  note?: string
  lines: { quantity: number | null }[]
}

/** Which goods of an order come back. */
export function AnnounceReturnForm({ orderId, onClose }: { orderId: string; onClose: () => void }) {
  const read = useOperation(returnsApi.getReturnable, { params: { id: orderId } })
  return read.data ? <Announce returnable={read.data} onClose={onClose} /> : null
}

function Announce({ returnable, onClose }: { returnable: Returnable; onClose: () => void }) {
  const t = useText(text)
  const goTo = useGo()
  const canStock = useCan('inventory.read')
  const anyLine = useAnyLine()
  const lines = returnable.lines.filter((line) => line.left > 0)
  const own = returnable.warehouses.map(({ id, name }) => ({ value: id, label: name }))
  const [first] = own
  return (
    <FormDrawer<typeof returnsApi.announceReturn, Values>
      title={fill(t.title, { number: returnable.orderNumber })}
      saveText={t.save}
      onClose={onClose}
      initial={{
        ...(first ? { warehouseId: first.value } : {}),
        lines: lines.map(() => ({ quantity: null })),
      }}
      operation={returnsApi.announceReturn}
      about={{ id: returnable.orderId }}
      toInput={({ lines: typed, ...values }) => ({
        body: {
          ...values,
          orderId: returnable.orderId,
          lines: lines.map((line, i) => ({
            orderLineId: line.orderLineId,
            quantity: typed[i]?.quantity ?? 0,
          })),
        },
      })}
      onDone={({ id }) => goTo(paths.returnOrder(id))}
    >
      <p className="n-modal-help">{t.help}</p>
      <AllButton lines={lines} />
      {lines.map((line, i) => (
        <NumberItem
          key={line.orderLineId}
          name={['lines', i, 'quantity']}
          label={fill(t.line, { n: line.lineNo, product: `${line.sku} ${line.productName}` })}
          extra={fill(t.left, { n: line.left, unit: line.unit })}
          {...(i === 0 ? { rules: [anyLine] } : {})}
          min={0}
          max={line.left}
        />
      ))}
      <Form.Item name="warehouseId" label={t.warehouse} rules={[{ required: true }]}>
        <Lookup label={t.warehouse} current={first} find={canStock ? findWarehouses : async () => own} />
      </Form.Item>
      <ReturnFields />
    </FormDrawer>
  )
}

function AllButton({ lines }: { lines: Returnable['lines'] }) {
  const t = useText(text)
  const form = Form.useFormInstance()
  const fillAll = () => form.setFieldsValue({ lines: lines.map((line) => ({ quantity: line.left })) })
  return (
    <p>
      <Button size="small" onClick={fillAll}>
        {t.all}
      </Button>
    </p>
  )
}

/** Told on the first line: no quantity was filled in at all. */
function useAnyLine() {
  const t = useText(text)
  return ({ getFieldValue }: { getFieldValue: (name: string) => unknown }) => ({
    validator: async () => {
      const lines = (getFieldValue('lines') ?? []) as { quantity: number | null }[]
      if (!lines.some((line) => (line?.quantity ?? 0) > 0)) throw new Error(t.nothing)
    },
  })
}
