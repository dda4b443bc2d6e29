import { ordersApi } from '#modules/orders/api.ts'
import { whyNot } from '#modules/orders/order.ts'
import { refusals } from '#modules/orders/refusals.ts'
import type { Text } from '#platform/text.ts'
import { type OrderRow, orderText } from '#web/features/orders/order-text.tsx'
import { NO_VALUE } from '#web/lib/format.ts'
import { useText } from '#web/lib/i18n.ts'
import { EditableCell } from '#web/ui/editable-cell.tsx'
import { StatusTag } from '#web/ui/status-tag.tsx'

const text = {
  ...orderText,
  makeUrgent: { zh: '标加急', en: 'Urgent?' },
  notUrgent: { zh: '不加急', en: 'Not urgent' },
  madeUrgent: { zh: '在订单列表中标为加急', en: 'Marked urgent in the list of orders' },
  madeNormal: { zh: '在订单列表中取消加急', en: 'No longer urgent, by the list of orders' },
  noted: { zh: '在订单列表中修改备注', en: 'Note changed in the list of orders' },
} satisfies Text

const NOTE_MAX = 1_000

function useWhyNot({ state }: OrderRow): string | null {
  const r = useText(refusals)
  const code = whyNot('amend', state)
  return code && r[code]
}

/** Whether an order is urgent, changed in the list: it is planned anew, as by its form. */
export function UrgentCell({ order }: { order: OrderRow }) {
  const t = useText(text)
  const choices = [
    { value: 'yes', label: t.urgent },
    { value: 'no', label: t.notUrgent },
  ]
  return (
    <EditableCell
      label={t.urgent}
      value={order.urgent ? 'yes' : 'no'}
      how={{ kind: 'choice', choices }}
      operation={ordersApi.amendOrder}
      permission="order.amend"
      whyNot={useWhyNot(order)}
      toInput={(value) => ({
        params: { id: order.id },
        body: {
          version: order.version,
          urgent: value === 'yes',
          reason: value === 'yes' ? t.madeUrgent : t.madeNormal,
        },
      })}
    >
      {order.urgent ? (
        <StatusTag tone="warn">{t.urgent}</StatusTag>
      ) : (
        <span className="n-edit-ghost">{t.makeUrgent}</span>
      )}
    </EditableCell>
  )
}

/** The note of an order, changed in the list; it moves neither stock nor promises. */
export function NoteCell({ order }: { order: OrderRow }) {
  const t = useText(text)
  return (
    <EditableCell
      label={t.note}
      value={order.note || null}
      how={{ kind: 'text', max: NOTE_MAX }}
      operation={ordersApi.amendOrder}
      permission="order.amend"
      whyNot={useWhyNot(order)}
      toInput={(note) => ({
        params: { id: order.id },
        body: { version: order.version, note: note ?? '', reason: t.noted },
      })}
    >
      <span className="n-edit-words" title={order.note}>
        {order.note || NO_VALUE}
      </span>
    </EditableCell>
  )
}
