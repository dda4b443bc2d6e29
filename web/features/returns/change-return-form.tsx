import { Form, Input, Select } from 'antd'
import type { Text } from '#platform/text.ts'
import { returnsApi } from '#modules/returns/api.ts'
import { type ReturnReason, returnReasons } from '#modules/returns/return.ts'
import { type Return, returnText } from '#web/features/returns/return-text.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { DayInput } from '#web/ui/fields.tsx'
import { showNames } from '#web/ui/form-conflicts.tsx'
import { FormDrawer } from '#web/ui/form-drawer.tsx'

const text = { ...returnText, title: { zh: '修改退货单', en: 'Change the return' } } satisfies Text

type Values = { reason: ReturnReason; waybill: string; expectedOn: string | null; note: string }

export function ChangeReturnForm({ found, onClose }: { found: Return; onClose: () => void }) {
  const t = useText(text)
  const say = useSay()
  const { reason, waybill, expectedOn, note, version } = found
  return (
    <FormDrawer<typeof returnsApi.updateReturn, Values>
      title={t.title}
      onClose={onClose}
      initial={{ reason, waybill, expectedOn, note }}
      operation={returnsApi.updateReturn}
      about={{ id: found.id, version }}
      show={showNames({ reason: (code) => say(returnReasons[code as ReturnReason]) })}
      toInput={(body) => ({ params: { id: found.id }, body: { ...body, version } })}
    >
      <ReturnFields />
    </FormDrawer>
  )
}

/** What is known of the way back. */
export function ReturnFields() {
  const t = useText(text)
  const say = useSay()
  const reasons = Object.entries(returnReasons).map(([value, name]) => ({ value, label: say(name) }))
  return (
    <>
      <Form.Item name="reason" label={t.reason} rules={[{ required: true }]}>
        <Select options={reasons} />
      </Form.Item>
      <Form.Item name="waybill" label={t.waybill}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="expectedOn" label={t.expected}>
        <DayInput />
      </Form.Item>
      <Form.Item name="note" label={t.note}>
        <Input.TextArea rows={2} maxLength={1000} />
      </Form.Item>
    </>
  )
}
