import { Form, Input, Select } from 'antd'
import type { Text } from '#platform/text.ts'
import { type Channel, channelNames } from '#modules/promises/telling.ts'
import { servicesApi } from '#modules/services/api.ts'
import { type ServiceKind, serviceKinds } from '#modules/services/service.ts'
import { InstantInput } from '#web/features/promises/instant-input.tsx'
import { inHours, serviceText } from '#web/features/services/service-text.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { FormDrawer } from '#web/ui/form-drawer.tsx'
import { useGo } from '#web/ui/link.tsx'
import { useNow } from '#web/ui/values.tsx'

const text = {
  ...serviceText,
  register: { zh: '登记服务请求', en: 'Register a service request' },
  help: {
    zh: '答复时限和受理后约定的完成时间都记入承诺台账。换货受理时生成不收费的补发订单。',
    en: 'The time of the answer, and of the work once it is taken on, are promises. An exchange sends the goods again, free of charge.',
  },
} satisfies Text

const ANSWER_HOURS = 4

type Values = { kind: ServiceKind; request: string; channel: Channel; answerBy: string }
type Props = {
  orderId: string
  /** What is known already, where a problem on the road led here. */ given?: Partial<Values>
  onClose: () => void
}

/** What a customer asks for after an order. */
export function RequestServiceForm({ orderId, given = {}, onClose }: Props) {
  const t = useText(text)
  const say = useSay()
  const goTo = useGo()
  const now = useNow()
  const optionsOf = (names: Record<string, { zh: string; en: string }>) =>
    Object.entries(names).map(([value, name]) => ({ value, label: say(name) }))
  const rules = [{ required: true }]
  return (
    <FormDrawer<typeof servicesApi.requestService, Values>
      title={t.register}
      saveText={t.register}
      onClose={onClose}
      initial={{ channel: 'phone', answerBy: inHours(now, ANSWER_HOURS), ...given }}
      operation={servicesApi.requestService}
      about={{ id: orderId }}
      toInput={(body) => ({ body: { ...body, orderId } })}
      onDone={({ id }) => goTo(paths.serviceOrder(id))}
    >
      <p className="n-modal-help">{t.help}</p>
      <Form.Item name="kind" label={t.kind} rules={rules}>
        <Select options={optionsOf(serviceKinds)} />
      </Form.Item>
      <Form.Item name="request" label={t.request} rules={[{ required: true, whitespace: true, min: 2 }]}>
        <Input.TextArea rows={4} maxLength={1000} showCount />
      </Form.Item>
      <Form.Item name="channel" label={t.channel} rules={rules}>
        <Select options={optionsOf(channelNames)} />
      </Form.Item>
      <Form.Item name="answerBy" label={t.answerBy} rules={rules}>
        <InstantInput />
      </Form.Item>
    </FormDrawer>
  )
}
