import { Form, Input, Select } from 'antd'
import { useState } from 'react'
import { shipmentsApi } from '#modules/shipments/api.ts'
import { reasonNames, statusNames } from '#modules/shipments/tracking-names.ts'
import type { ExceptionReason, TrackingStatus } from '#modules/shipments/tracking.ts'
import type { Text } from '#platform/text.ts'
import { InstantInput } from '#web/features/promises/instant-input.tsx'
import { notAhead } from '#web/features/shipments/shipment-text.tsx'
import { useSay, useText } from '#web/lib/i18n.ts'
import { FormDrawer } from '#web/ui/form-drawer.tsx'

const text = {
  title: { zh: '登记轨迹', en: 'Report where it is' },
  status: { zh: '状态', en: 'Status' },
  reason: { zh: '原因', en: 'Reason' },
  at: { zh: '发生时间', en: 'When' },
  location: { zh: '地点', en: 'Where' },
  note: { zh: '备注', en: 'Note' },
} satisfies Text

/** What people see happen between the hand-over and the end; deliveries have their own form. */
const STATUSES = [
  'picked_up',
  'in_transit',
  'arrived_hub',
  'departed_hub',
  'customs',
  'out_for_delivery',
  'available_for_collection',
  'attempt_failed',
  'exception',
  'returning',
  'returned',
  'lost',
] as const satisfies TrackingStatus[]
/** What went wrong has a reason. */
const WRONG: readonly string[] = ['attempt_failed', 'exception', 'returning', 'returned', 'lost']

type Values = {
  status: TrackingStatus
  reason?: ExceptionReason
  at: string
  location?: string
  note?: string
}

/** Where the parcel is, told by a person: a carrier without an interface of its own, or who was called. */
export function ReportForm({ shipmentId, onClose }: { shipmentId: string; onClose: () => void }) {
  const t = useText(text)
  const say = useSay()
  const [opened] = useState(() => new Date().toISOString())
  const reasons = Object.entries(reasonNames).map(([value, name]) => ({ value, label: say(name) }))
  return (
    <FormDrawer<typeof shipmentsApi.reportTracking, Values>
      title={t.title}
      initial={{ at: opened }}
      operation={shipmentsApi.reportTracking}
      about={{ id: shipmentId }}
      toInput={({ status, reason, at, location, note }) => ({
        params: { id: shipmentId },
        body: {
          status,
          at: notAhead(at),
          ...(reason && WRONG.includes(status) ? { reason } : {}),
          ...(location?.trim() ? { location: location.trim() } : {}),
          ...(note?.trim() ? { note: note.trim() } : {}),
        },
      })}
      onClose={onClose}
    >
      <Form.Item name="status" label={t.status} rules={[{ required: true }]}>
        <Select options={STATUSES.map((value) => ({ value, label: say(statusNames[value]) }))} />
      </Form.Item>
      <Form.Item noStyle dependencies={['status']}>
        {({ getFieldValue }) =>
          WRONG.includes(String(getFieldValue('status'))) && (
            <Form.Item name="reason" label={t.reason}>
              <Select options={reasons} showSearch={{ optionFilterProp: 'label' }} allowClear />
            </Form.Item>
          )
        }
      </Form.Item>
      <Form.Item name="at" label={t.at} rules={[{ required: true }]}>
        <InstantInput />
      </Form.Item>
      <Form.Item name="location" label={t.location}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item name="note" label={t.note}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
    </FormDrawer>
  )
}
