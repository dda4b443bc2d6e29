import { exceptionKindNames } from '#modules/shipments/exception-names.ts'
import { Form, Input, Select } from 'antd'
import { shipmentsApi } from '#modules/shipments/api.ts'
import { exceptionKinds } from '#modules/shipments/exception.ts'
import type { ExceptionKind } from '#modules/shipments/shipment-types.ts'
import { liablePartyNames } from '#modules/shipments/tracking-names.ts'
import type { LiableParty } from '#modules/shipments/tracking.ts'
import type { Text } from '#platform/text.ts'
import { UserLookup } from '#web/features/shipments/lookups.tsx'
import { type ListedException, shipmentText } from '#web/features/shipments/shipment-text.tsx'
import { useSay, useText } from '#web/lib/i18n.ts'
import { useMe } from '#web/lib/session.ts'
import { FormDrawer } from '#web/ui/form-drawer.tsx'

const text = {
  report: { zh: '登记异常', en: 'Report an exception' },
  kind: { zh: '类型', en: 'Kind' },
  what: { zh: '发生了什么', en: 'What happened' },
  resolve: { zh: '处理完毕', en: 'Resolve' },
  resolution: { zh: '如何处理的', en: 'What was done' },
  assign: { zh: '指派负责人', en: 'Give to somebody' },
  reroute: { zh: '变更运输路线', en: 'Change the route' },
  initiator: { zh: '由谁提出', en: 'Who wanted it' },
  why: { zh: '原因', en: 'Why' },
} satisfies Text

function useParties() {
  const say = useSay()
  return Object.entries(liablePartyNames).map(([value, name]) => ({
    value: value as LiableParty,
    label: say(name),
  }))
}

/** Something went wrong on the road and no scan says it. */
export function ExceptionForm({ shipmentId, onClose }: { shipmentId: string; onClose: () => void }) {
  const t = useText(text)
  const s = useText(shipmentText)
  const say = useSay()
  const rules = [{ required: true, whitespace: true }]
  return (
    <FormDrawer<
      typeof shipmentsApi.openException,
      { kind: ExceptionKind; reason: string; liable?: LiableParty }
    >
      title={t.report}
      initial={{}}
      operation={shipmentsApi.openException}
      about={{ id: shipmentId }}
      toInput={({ kind, reason, liable }) => ({
        params: { id: shipmentId },
        body: { kind, reason, ...(liable ? { liable } : {}) },
      })}
      onClose={onClose}
    >
      <Form.Item name="kind" label={t.kind} rules={[{ required: true }]}>
        <Select options={exceptionKinds.map((value) => ({ value, label: say(exceptionKindNames[value]) }))} />
      </Form.Item>
      <Form.Item name="reason" label={t.what} rules={rules}>
        <Input.TextArea rows={3} maxLength={300} showCount />
      </Form.Item>
      <Form.Item name="liable" label={s.liable}>
        <Select options={useParties()} allowClear />
      </Form.Item>
    </FormDrawer>
  )
}

/** Ends the work on an exception. */
export function ResolveForm({
  exception,
  onClose,
}: {
  exception: Pick<ListedException, 'id' | 'liable'>
  onClose: () => void
}) {
  const t = useText(text)
  const s = useText(shipmentText)
  // Who answers for it is found by us, not by a carrier.
  const isCarrier = useMe().boundTo.includes('carrier')
  return (
    <FormDrawer<typeof shipmentsApi.resolveException, { resolution: string; liable?: LiableParty | null }>
      title={t.resolve}
      saveText={t.resolve}
      initial={{ liable: exception.liable }}
      operation={shipmentsApi.resolveException}
      about={{ id: exception.id }}
      toInput={({ resolution, liable }) => ({
        params: { id: exception.id },
        body: { resolution, ...(liable ? { liable } : {}) },
      })}
      onClose={onClose}
    >
      <Form.Item name="resolution" label={t.resolution} rules={[{ required: true, whitespace: true }]}>
        <Input.TextArea rows={4} maxLength={1000} showCount />
      </Form.Item>
      {!isCarrier && (
        <Form.Item name="liable" label={s.liable}>
          <Select options={useParties()} allowClear />
        </Form.Item>
      )}
    </FormDrawer>
  )
}

export function AssignForm({
  exception,
  onClose,
}: {
  exception: Pick<ListedException, 'id' | 'owner'>
  onClose: () => void
}) {
  const t = useText(text)
  const s = useText(shipmentText)
  const current = exception.owner ? { value: exception.owner.id, label: exception.owner.name } : undefined
  return (
    <FormDrawer<typeof shipmentsApi.assignException, { ownerId?: string | null }>
      title={t.assign}
      initial={{ ownerId: exception.owner?.id ?? null }}
      operation={shipmentsApi.assignException}
      about={{ id: exception.id }}
      toInput={({ ownerId }) => ({ params: { id: exception.id }, body: { ownerId: ownerId ?? null } })}
      onClose={onClose}
    >
      <Form.Item name="ownerId" label={s.owner}>
        <UserLookup current={current} />
      </Form.Item>
    </FormDrawer>
  )
}

/** The parcel takes another way than planned. */
export function RouteForm({ shipmentId, onClose }: { shipmentId: string; onClose: () => void }) {
  const t = useText(text)
  return (
    <FormDrawer<typeof shipmentsApi.rerouteShipment, { initiator: LiableParty; reason: string }>
      title={t.reroute}
      initial={{}}
      operation={shipmentsApi.rerouteShipment}
      about={{ id: shipmentId }}
      toInput={(body) => ({ params: { id: shipmentId }, body })}
      onClose={onClose}
    >
      <Form.Item name="initiator" label={t.initiator} rules={[{ required: true }]}>
        <Select options={useParties()} />
      </Form.Item>
      <Form.Item name="reason" label={t.why} rules={[{ required: true, whitespace: true }]}>
        <Input.TextArea rows={3} maxLength={300} showCount />
      </Form.Item>
    </FormDrawer>
  )
}
