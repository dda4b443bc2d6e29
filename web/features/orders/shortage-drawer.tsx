import { Drawer, Form, Input, Radio, Select } from 'antd'
import { useState } from 'react'
import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { ordersApi } from '#modules/orders/api.ts'
import {
  type ShortageCause,
  noCause,
  shortageCauseKeys,
  shortageCauses,
} from '#modules/orders/shortage-cause.ts'
import { ReplenishForm, Supply } from '#web/features/orders/shortage-supply.tsx'
import { decisions } from '#web/features/orders/shortages-page.tsx'
import { useOperation } from '#web/lib/api.ts'
import { formatMoney, formatTime } from '#web/lib/format.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { Loaded } from '#web/ui/detail-page.tsx'
import { DayInput } from '#web/ui/fields.tsx'
import { FormDrawer } from '#web/ui/form-drawer.tsx'
import { PageLink } from '#web/ui/link.tsx'

type Options = ResultOf<typeof ordersApi.getShortageOptions>
type Option = Options['options'][number]

const text = {
  title: { zh: '缺货怎么办', en: 'What to do about the shortage' },
  facts: {
    zh: '{customer} 的 {order}：{product} 缺 {n} {unit}',
    en: '{order} of {customer}: {n} {unit} of {product} missing',
  },
  fills: { zh: '补 {n}', en: 'fills {n}' },
  remaining: { zh: '仍缺 {n}', en: '{n} still missing' },
  cost: { zh: '代价 {cost}', en: 'costs {cost}' },
  free: { zh: '无额外代价', en: 'no extra cost' },
  arrives: { zh: '{time} 送达', en: 'delivered {time}' },
  never: { zh: '不再送达', en: 'never delivered' },
  late: { zh: '比承诺晚 {h} 小时', en: '{h} h later than promised' },
  kept: { zh: '赶得上承诺', en: 'keeps the promise' },
  none: { zh: '尚无承诺', en: 'nothing promised yet' },
  from: { zh: '从 {warehouses}', en: 'from {warehouses}' },
  choose: { zh: '请选择一个方案', en: 'Choose what to do' },
  consentBy: { zh: '客户方同意人', en: 'Who agreed for the customer' },
  consentHow: { zh: '同意方式（电话、邮件等）', en: 'How (phone, e-mail …)' },
  until: { zh: '预计到货日', en: 'Expected on' },
  note: { zh: '备注', en: 'Note' },
  cause: { zh: '缺货原因', en: 'Cause of the shortage' },
  decide: { zh: '按此处理', en: 'Decide' },
  order: { zh: '打开订单', en: 'Open the order' },
  lacks: { zh: '需要权限“处理缺货”', en: 'Needs the permission "Decide shortages"' },
} satisfies Text

type Values = {
  option: string
  consentBy?: string
  consentHow?: string
  backorderUntil?: string
  cause?: ShortageCause
  note?: string
}

/** The ways out of one shortage as cards, each with its cost and what it does to the promise. */
export function ShortageDrawer({ shortageId, onClose }: { shortageId: string; onClose: () => void }) {
  const t = useText(text)
  const read = useOperation(ordersApi.getShortageOptions, { params: { id: shortageId } })
  if (read.data) return <Decide {...read.data} onClose={onClose} />
  return (
    <Drawer open title={t.title} onClose={onClose} size={560}>
      <Loaded read={read}>{() => null}</Loaded>
    </Drawer>
  )
}

/** What was said of it before, and the day by which enough is on order. */
function initialOf({ shortage, supplyOn }: Options): Partial<Values> {
  const cause = shortageCauseKeys.find((key) => key === shortage.cause)
  return { ...(supplyOn && { backorderUntil: supplyOn }), ...(cause && { cause }) }
}

function Decide({ onClose, ...found }: Options & { onClose: () => void }) {
  const t = useText(text)
  const { shortage, options, warehouses } = found
  const [isReplenishing, setReplenishing] = useState(false)
  const canDecide = useCan('shortage.decide')
  const { order } = shortage
  const facts = {
    customer: shortage.customer.name,
    order: order.number,
    product: shortage.product.name,
    n: shortage.quantity,
    unit: shortage.product.unit,
  }
  if (isReplenishing) return <ReplenishForm {...found} onClose={() => setReplenishing(false)} />
  return (
    <FormDrawer<typeof ordersApi.decideShortage, Values>
      title={t.title}
      saveText={t.decide}
      whyNot={canDecide ? null : t.lacks}
      width={560}
      about={{ id: shortage.id, version: order.version }}
      initial={initialOf(found)}
      operation={ordersApi.decideShortage}
      toInput={(values) => ({ params: { id: shortage.id }, body: { version: order.version, ...values } })}
      onClose={onClose}
    >
      <p>
        {fill(t.facts, facts)} <PageLink to={paths.order(order.id)}>{t.order}</PageLink>
      </p>
      <Supply {...found} onReplenish={() => setReplenishing(true)} />
      <Ways options={options} warehouses={warehouses} currency={shortage.currency} />
      <CauseField />
      <Form.Item name="note" label={t.note}>
        <Input maxLength={300} />
      </Form.Item>
    </FormDrawer>
  )
}

function CauseField() {
  const t = useText(text)
  const say = useSay()
  return (
    <Form.Item name="cause" label={t.cause}>
      <Select
        allowClear
        placeholder={say(noCause)}
        options={shortageCauseKeys.map((value) => ({ value, label: say(shortageCauses[value]) }))}
      />
    </Form.Item>
  )
}

type WaysProps = Pick<Options, 'options' | 'warehouses'> & { currency: string }

function Ways({ options, warehouses, currency }: WaysProps) {
  const t = useText(text)
  const chosen = Form.useWatch<string | undefined>('option')
  const option = options.find((one) => one.key === chosen)
  const names = new Map(warehouses.map((w) => [w.id, w.name]))
  return (
    <>
      <Form.Item name="option" rules={[{ required: true, message: t.choose }]}>
        <Radio.Group className="n-options" aria-label={t.title}>
          {options.map((one) => (
            <Radio key={one.key} value={one.key} className="n-option">
              <OptionWords option={one} names={names} currency={currency} />
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      {option?.needsConsent && <ConsentFields />}
      {option?.needsDate && (
        <Form.Item name="backorderUntil" label={t.until} rules={[{ required: true }]}>
          <DayInput />
        </Form.Item>
      )}
    </>
  )
}

function ConsentFields() {
  const t = useText(text)
  return (
    <>
      <Form.Item name="consentBy" label={t.consentBy} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item name="consentHow" label={t.consentHow} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={200} />
      </Form.Item>
    </>
  )
}

function OptionWords({
  option,
  names,
  currency,
}: {
  option: Option
  names: Map<string, string>
  currency: string
}) {
  const t = useText(text)
  const say = useSay()
  const from = option.sources.map((s) => `${names.get(s.warehouseId) ?? '–'} × ${s.quantity}`).join(', ')
  const effect =
    option.lateHours === null
      ? option.promisedBy
        ? null
        : t.none
      : option.lateHours > 0
        ? fill(t.late, { h: Math.ceil(option.lateHours) })
        : t.kept
  const words = [
    option.product?.name,
    from && fill(t.from, { warehouses: from }),
    fill(t.fills, { n: option.fills }),
    option.remaining > 0 && fill(t.remaining, { n: option.remaining }),
    option.deliverBy ? fill(t.arrives, { time: formatTime(option.deliverBy) }) : t.never,
    effect,
  ]
  return (
    <span>
      <strong>{say(decisions[option.decision].text)}</strong>{' '}
      <span className="n-figure">
        {option.costMinor > 0 ? fill(t.cost, { cost: formatMoney(option.costMinor, currency) }) : t.free}
      </span>
      <br />
      <span className="n-quiet">{words.filter(Boolean).join(' · ')}</span>
    </span>
  )
}
