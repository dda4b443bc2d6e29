import { useState } from 'react'
import { Form } from 'antd'
import type { Text } from '#platform/text.ts'
import { handoversApi } from '#modules/handovers/api.ts'
import { type Handover, handoverText } from '#web/features/handovers/handover-text.ts'
import { WindowFields } from '#web/features/handovers/make-handover-form.tsx'
import { type Candidate, ShipmentChoice, chosenOf } from '#web/features/handovers/shipment-choice.tsx'
import { formatTime } from '#web/lib/format.ts'
import { useText } from '#web/lib/i18n.ts'
import { FormDrawer } from '#web/ui/form-drawer.tsx'

const text = {
  ...handoverText,
  change: { zh: '修改交接单', en: 'Change the hand-over list' },
  add: { zh: '加入发运单', en: 'Add shipments' },
} satisfies Text

type Open = { list: Handover; onClose: () => void }

export function ChangeHandoverForm({ list, onClose }: Open) {
  const t = useText(text)
  const { pickUpFrom, pickUpTo, note, version } = list
  return (
    <FormDrawer<typeof handoversApi.updateHandoverList, Pick<Handover, 'pickUpFrom' | 'pickUpTo' | 'note'>>
      title={t.change}
      onClose={onClose}
      initial={{ pickUpFrom, pickUpTo, note }}
      operation={handoversApi.updateHandoverList}
      about={{ id: list.id, version }}
      show={(field, value) => (field === 'note' ? null : formatTime(String(value)))}
      toInput={(body) => ({ params: { id: list.id }, body: { ...body, version } })}
    >
      <WindowFields />
    </FormDrawer>
  )
}

export function AddToHandoverForm({ list, onClose }: Open) {
  const t = useText(text)
  const [offered, setOffered] = useState<readonly Candidate[]>([])
  return (
    <FormDrawer<typeof handoversApi.addToHandoverList, { touched?: string[] }>
      title={t.add}
      saveText={t.add}
      onClose={onClose}
      initial={{}}
      operation={handoversApi.addToHandoverList}
      about={{ id: `${list.id}-items` }}
      toInput={({ touched }) => ({
        params: { id: list.id },
        body: { shipmentIds: chosenOf(offered, touched) },
      })}
    >
      <Form.Item name="touched" label={t.shipment}>
        <ShipmentChoice
          place={{ warehouseId: list.warehouse.id, carrierId: list.carrier.id }}
          onOffered={setOffered}
        />
      </Form.Item>
    </FormDrawer>
  )
}
