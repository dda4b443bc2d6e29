import { Checkbox, Form, Input } from 'antd'
import type { Text } from '#platform/text.ts'
import { handoversApi } from '#modules/handovers/api.ts'
import { standingOf } from '#modules/handovers/handover.ts'
import { type Handover, type HandoverItem, handoverText } from '#web/features/handovers/handover-text.ts'
import { InstantInput } from '#web/features/promises/instant-input.tsx'
import { shipmentStates } from '#web/features/shipments/shipment-text.tsx'
import { fill, useText } from '#web/lib/i18n.ts'
import { FormDrawer } from '#web/ui/form-drawer.tsx'
import { StateTag } from '#web/ui/status-tag.tsx'
import './handovers.css'

const text = {
  ...handoverText,
  title: { zh: '登记交接 {number}', en: 'Hand-over of {number}' },
  save: { zh: '完成交接', en: 'Handed over' },
  help: {
    zh: '司机签字后登记。去掉“如数装车”的：未装的留在仓库，可列入下一张交接单；已交出而短少的记下原因。签字单的扫描件请上传为附件。',
    en: 'Record it once the driver signed. What is not ticked stays and can go on the next list, or left with less than listed; say why. Add the scan of the signed page as a file.',
  },
  driver: { zh: '司机姓名', en: 'Driver' },
  plate: { zh: '车牌号', en: 'Vehicle plate' },
  when: { zh: '交接时间（留空为现在）', en: 'Time (empty: now)' },
  asListed: { zh: '如数装车', en: 'Loaded as listed' },
  pieces: { zh: '{n} 件', en: 'Parcels: {n}' },
  reasonOf: { zh: '差异原因 {number}', en: 'Why {number} differs' },
} satisfies Text

type ItemValue = { asListed: boolean; reason?: string }
type Values = { driverName: string; vehiclePlate?: string; signedAt?: string | null; items: ItemValue[] }

/** The driver has signed: who, when, with which vehicle, and what differs from the list. */
export function SignHandoverForm({ list, onClose }: { list: Handover; onClose: () => void }) {
  const t = useText(text)
  return (
    <FormDrawer<typeof handoversApi.signHandoverList, Values>
      title={fill(t.title, { number: list.number })}
      saveText={t.save}
      width={560}
      onClose={onClose}
      initial={{
        items: list.items.map((item) => ({ asListed: standingOf(item.shipmentState) !== 'cannot_go' })),
      }}
      operation={handoversApi.signHandoverList}
      about={{ id: `${list.id}-signature`, version: list.version }}
      toInput={({ driverName, vehiclePlate = '', signedAt, items }) => ({
        params: { id: list.id },
        body: {
          driverName,
          vehiclePlate,
          ...(signedAt ? { signedAt } : {}),
          differences: list.items.flatMap(({ shipmentId }, i) =>
            items[i]?.asListed === false ? { shipmentId, reason: items[i]?.reason ?? '' } : [],
          ),
          version: list.version,
        },
      })}
    >
      <p className="n-modal-help">{t.help}</p>
      <Form.Item name="driverName" label={t.driver} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={80} autoComplete="off" />
      </Form.Item>
      <Form.Item name="vehiclePlate" label={t.plate}>
        <Input maxLength={20} autoComplete="off" />
      </Form.Item>
      <Form.Item name="signedAt" label={t.when}>
        <InstantInput />
      </Form.Item>
      {list.items.map((item, i) => (
        <ItemFields key={item.id} item={item} index={i} />
      ))}
    </FormDrawer>
  )
}

function ItemFields({ item, index }: { item: HandoverItem; index: number }) {
  const t = useText(text)
  const form = Form.useFormInstance()
  const isAsListed = Form.useWatch<boolean | undefined>(['items', index, 'asListed'], form)
  const number = item.waybill ?? item.shipmentNumber
  return (
    <fieldset className="n-hov-item" aria-label={number}>
      <b>{number}</b> <StateTag of={shipmentStates} state={item.shipmentState} />{' '}
      <span className="n-quiet">{fill(t.pieces, { n: item.parcels })}</span>
      <Form.Item name={['items', index, 'asListed']} valuePropName="checked">
        <Checkbox
          disabled={standingOf(item.shipmentState) === 'cannot_go'}
          aria-label={`${t.asListed} ${number}`}
        >
          {t.asListed}
        </Checkbox>
      </Form.Item>
      {isAsListed === false && (
        <Form.Item
          name={['items', index, 'reason']}
          label={t.reason}
          rules={[{ required: true, whitespace: true, min: 2 }]}
        >
          <Input maxLength={300} aria-label={fill(t.reasonOf, { number })} />
        </Form.Item>
      )}
    </fieldset>
  )
}
