import { Form, Input } from 'antd'
import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { servicesApi } from '#modules/services/api.ts'
import { sendsGoods } from '#modules/services/service.ts'
import { InstantInput } from '#web/features/promises/instant-input.tsx'
import { type Service, inHours, serviceText } from '#web/features/services/service-text.ts'
import { UserLookup } from '#web/features/shipments/lookups.tsx'
import { useOperation } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { FormDrawer } from '#web/ui/form-drawer.tsx'
import { useNow } from '#web/ui/values.tsx'
import { NumberItem } from '#web/ui/number-input.tsx'

const text = {
  ...serviceText,
  accept: { zh: '受理', en: 'Take on' },
  replan: { zh: '改约时间', en: 'Another time' },
  complete: { zh: '完成', en: 'Complete' },
  why: { zh: '改约原因', en: 'Why it is put off' },
  line: { zh: '补发 {sku}', en: 'Send again {sku}' },
  left: { zh: '{name}，可换 {n} {unit}', en: '{name}, {n} {unit} can be exchanged' },
  nothingLeft: {
    zh: '这张订单没有可换的货物：尚未发出，或已全部补发。',
    en: 'Nothing of this order can be exchanged: it has not left, or all of it is sent again already.',
  },
  exchangeHelp: {
    zh: '受理后立即生成补发订单，占用库存并按合同承诺送达；客户退回的货另登记退货。',
    en: 'The replacement order is placed at once: stock is set aside and delivery promised. Announce what the customer sends back as a return.',
  },
} satisfies Text

const WORK_HOURS = 48

type Open = { service: Service; onClose: () => void }
type Replaceable = ResultOf<typeof servicesApi.getReplaceable>['lines']
type Accepting = { dueAt: string; ownerId?: string | null; lines?: { quantity: number | null }[] }

/** We do it by a time; an exchange says which goods are sent again. */
export function AcceptServiceForm({ service, onClose }: Open) {
  const isExchange = sendsGoods(service.kind)
  const read = useOperation(
    servicesApi.getReplaceable,
    { params: { id: service.orderId } },
    { isEnabled: isExchange },
  )
  if (isExchange && !read.data) return null
  const lines = (read.data?.lines ?? []).filter((line) => line.left > 0)
  return <Accept service={service} lines={isExchange ? lines : null} onClose={onClose} />
}

function Accept({ service, lines, onClose }: Open & { lines: Replaceable | null }) {
  const t = useText(text)
  const now = useNow()
  const canUsers = useCan('user.read')
  return (
    <FormDrawer<typeof servicesApi.acceptService, Accepting>
      title={`${t.accept} ${service.number}`}
      saveText={t.accept}
      onClose={onClose}
      initial={{
        dueAt: inHours(now, WORK_HOURS),
        ...(lines ? { lines: lines.map(() => ({ quantity: null })) } : {}),
      }}
      operation={servicesApi.acceptService}
      about={{ id: service.id }}
      toInput={({ dueAt, ownerId, lines: typed = [] }) => ({
        params: { id: service.id },
        body: {
          dueAt,
          ownerId: ownerId ?? null,
          lines: (lines ?? []).map(({ orderLineId }, i) => ({
            orderLineId,
            quantity: typed[i]?.quantity ?? 0,
          })),
        },
      })}
    >
      <p className="n-modal-help">{service.request}</p>
      {lines && <p className="n-modal-help">{lines.length > 0 ? t.exchangeHelp : t.nothingLeft}</p>}
      {(lines ?? []).map((line, i) => (
        <NumberItem
          key={line.orderLineId}
          name={['lines', i, 'quantity']}
          label={fill(t.line, { sku: line.sku })}
          extra={fill(t.left, { name: line.productName, n: line.left, unit: line.unit })}
          min={0}
          max={line.left}
        />
      ))}
      <Form.Item name="dueAt" label={t.due} rules={[{ required: true }]}>
        <InstantInput />
      </Form.Item>
      {canUsers && (
        <Form.Item name="ownerId" label={t.owner}>
          <UserLookup />
        </Form.Item>
      )}
    </FormDrawer>
  )
}

export function ReplanServiceForm({ service, onClose }: Open) {
  const t = useText(text)
  return (
    <FormDrawer<typeof servicesApi.replanService, { dueAt: string; reason: string }>
      title={`${t.replan} ${service.number}`}
      onClose={onClose}
      initial={service.dueAt ? { dueAt: service.dueAt } : {}}
      operation={servicesApi.replanService}
      about={{ id: service.id }}
      toInput={(body) => ({ params: { id: service.id }, body })}
    >
      <Form.Item name="dueAt" label={t.due} rules={[{ required: true }]}>
        <InstantInput />
      </Form.Item>
      <Form.Item name="reason" label={t.why} rules={[{ required: true, whitespace: true, min: 2 }]}>
        <Input maxLength={300} />
      </Form.Item>
    </FormDrawer>
  )
}

export function CompleteServiceForm({ service, onClose }: Open) {
  const t = useText(text)
  return (
    <FormDrawer<typeof servicesApi.completeService, { result: string }>
      title={`${t.complete} ${service.number}`}
      saveText={t.complete}
      onClose={onClose}
      initial={{}}
      operation={servicesApi.completeService}
      about={{ id: service.id }}
      toInput={(body) => ({ params: { id: service.id }, body })}
    >
      <Form.Item name="result" label={t.result} rules={[{ required: true, whitespace: true, min: 2 }]}>
        <Input.TextArea rows={4} maxLength={1000} showCount />
      </Form.Item>
    </FormDrawer>
  )
}
