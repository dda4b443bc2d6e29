import { services } from '#modules/orders/names.ts'
import { Form, Input, Select, Switch } from 'antd'
import { useEffect } from 'react'
import type { FormInstance } from 'antd'
import type { CallInput } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { ordersApi } from '#modules/orders/api.ts'
import { CountryField } from '#web/features/customers/country-field.tsx'
import { DivisionField } from '#web/features/customers/division-field.tsx'
import { NewLines, type LineValues } from '#web/features/orders/new-lines.tsx'
import { OrderPreview } from '#web/features/orders/order-preview.tsx'
import { findBuyers, orderText } from '#web/features/orders/order-text.tsx'
import { SiteField, useSites } from '#web/features/orders/site-field.tsx'
import { useOperation } from '#web/lib/api.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { useMe } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { Section } from '#web/ui/detail-page.tsx'
import { DayInput, Lookup } from '#web/ui/fields.tsx'
import { FormPage } from '#web/ui/form-page.tsx'
import { useGo } from '#web/ui/link.tsx'

const text = {
  ...orderText,
  title: { zh: '新建订单', en: 'New order' },
  save: { zh: '下单', en: 'Place the order' },
  who: { zh: '谁订', en: 'Who orders' },
  what: { zh: '订什么', en: 'What' },
  where: { zh: '送到哪里', en: 'Where to' },
  how: { zh: '怎么送', en: 'How' },
  divisionNeeded: { zh: '请选择省、市', en: 'Choose province and city' },
  cityNeeded: { zh: '请填写城市', en: 'Enter the city' },
  streetNeeded: { zh: '请填写详细地址，或选择客户地点', en: 'Enter the street, or choose a site' },
  customerNeeded: { zh: '请选择客户', en: 'Choose the customer' },
  division: { zh: '省 / 市 / 区县', en: 'Province / city / district' },
  country: { zh: '国家或地区', en: 'Country' },
  city: { zh: '城市', en: 'City' },
  street: { zh: '详细地址', en: 'Street and number' },
  siteLacks: {
    zh: '该地点没有完整地址，请在下面补全。',
    en: 'This site has no full address. Complete it below.',
  },
  site: { zh: '客户地点（可选，代替手填地址）', en: 'Site of the customer (instead of typing an address)' },
} satisfies Text

export type NewOrderValues = {
  customerId?: string | null
  externalRef?: string
  siteId?: string | null
  address?: { country?: string; province?: string[]; city?: string; street?: string }
  consigneeName?: string
  consigneePhone?: string
  service?: string
  urgent?: boolean
  requestedAt?: string | null
  deliveryNote?: string
  note?: string
  lines: LineValues[]
}

/** A fast form for one order: what is typed is kept until it is placed, promised dates are shown before. */
export function NewOrderPage() {
  const t = useText(text)
  const go = useGo()
  const me = useMe()
  return (
    <FormPage<typeof ordersApi.placeOrder, NewOrderValues>
      back={{ to: paths.orders, text: t.orders }}
      title={t.title}
      saveText={t.save}
      initial={{ service: 'standard', address: { country: me.tenant.country }, lines: [{}] }}
      operation={ordersApi.placeOrder}
      about={null}
      toInput={(values) => ({ body: orderBody(values) })}
      onDone={(order) => go(paths.order(order.id))}
    >
      {(form) => <Fields form={form} />}
    </FormPage>
  )
}

function Fields({ form }: { form: FormInstance<NewOrderValues> }) {
  const t = useText(text)
  const values = Form.useWatch([], form) as NewOrderValues | undefined
  useOnlyBuyer(form, values)
  return (
    <div className="n-detail" data-side>
      <div className="n-detail-main">
        <Section title={t.who}>
          <div className="n-columns">
            <Form.Item
              name="customerId"
              label={t.customer}
              rules={[{ required: true, message: t.customerNeeded }]}
            >
              <Lookup find={findBuyers} label={t.customer} isFocused />
            </Form.Item>
            <Form.Item name="externalRef" label={t.ref}>
              <Input maxLength={80} />
            </Form.Item>
          </div>
        </Section>
        <Section title={t.what}>
          <NewLines />
        </Section>
        <Section title={t.where}>
          <AddressPart values={values} />
        </Section>
        <Section title={t.how}>
          <HowPart />
        </Section>
      </div>
      <aside className="n-detail-side">
        <OrderPreview values={values ?? { lines: [] }} />
      </aside>
    </div>
  )
}

/** Where one may order for one customer alone, it is chosen already. */
function useOnlyBuyer(form: FormInstance<NewOrderValues>, values: NewOrderValues | undefined): void {
  const buyers = useOperation(ordersApi.findBuyers, { query: { limit: 2 } })
  const [first, ...others] = buyers.data?.rows ?? []
  const only = first && others.length === 0 ? first.id : null
  const isMissing = values !== undefined && !values.customerId
  useEffect(() => {
    if (only && isMissing) form.setFieldValue('customerId', only)
  }, [only, isMissing, form])
}

function AddressPart({ values }: { values: NewOrderValues | undefined }) {
  const t = useText(text)
  const form = Form.useFormInstance<NewOrderValues>()
  const sites = useSites(values?.customerId)
  const site = sites?.find(({ id }) => id === values?.siteId)
  const isLacking = site !== undefined && !site.isComplete
  // A site brings its own address, when it has one.
  const needed = (message: string) => (values?.siteId && !isLacking ? [] : [{ required: true, message }])
  const country = site?.country
  useEffect(() => {
    if (country) form.setFieldValue(['address', 'country'], country)
  }, [country, form])
  return (
    <>
      {values?.customerId && (
        <Form.Item name="siteId" label={t.site}>
          <SiteField sites={sites} />
        </Form.Item>
      )}
      {isLacking && (
        <p className="n-note" role="status">
          {t.siteLacks}
        </p>
      )}
      <div className="n-columns">
        <Form.Item name={['address', 'country']} label={t.country}>
          <CountryField />
        </Form.Item>
        {values?.address?.country === 'CN' ? (
          <Form.Item name={['address', 'province']} label={t.division} rules={needed(t.divisionNeeded)}>
            <DivisionField />
          </Form.Item>
        ) : (
          <Form.Item name={['address', 'city']} label={t.city} rules={needed(t.cityNeeded)}>
            <Input maxLength={60} />
          </Form.Item>
        )}
      </div>
      <Form.Item name={['address', 'street']} label={t.street} rules={needed(t.streetNeeded)}>
        <Input maxLength={200} />
      </Form.Item>
      <div className="n-columns">
        <Form.Item name="consigneeName" label={t.consignee}>
          <Input maxLength={80} autoComplete="off" />
        </Form.Item>
        <Form.Item name="consigneePhone" label={t.phone}>
          <Input maxLength={40} inputMode="tel" autoComplete="off" />
        </Form.Item>
      </div>
    </>
  )
}

function HowPart() {
  const t = useText(text)
  const say = useSay()
  return (
    <>
      <div className="n-columns">
        <Form.Item name="service" label={t.service}>
          <Select options={Object.entries(services).map(([value, name]) => ({ value, label: say(name) }))} />
        </Form.Item>
        <Form.Item name="requestedAt" label={t.requested}>
          <DayInput />
        </Form.Item>
        <Form.Item name="urgent" label={t.urgent} valuePropName="checked">
          <Switch />
        </Form.Item>
      </div>
      <Form.Item name="deliveryNote" label={t.deliveryNote}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
      <Form.Item name="note" label={t.note}>
        <Input.TextArea rows={2} maxLength={1_000} />
      </Form.Item>
    </>
  )
}

/** The body of the request: nothing empty, the address only when no site is chosen. */
export function orderBody(values: NewOrderValues): CallInput<typeof ordersApi.placeOrder>['body'] {
  const filled = (entries: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(entries).filter(([, v]) => v !== undefined && v !== null && v !== ''))
  const { country, province: division = [], street, ...typed } = values.address ?? {}
  const [province, city, district] = country === 'CN' ? division : [undefined, typed.city, undefined]
  const address = filled({ country, province, city, district, street })
  const {
    customerId,
    externalRef,
    siteId,
    consigneeName,
    consigneePhone,
    service,
    urgent,
    requestedAt,
    deliveryNote,
    note,
  } = values
  return {
    channel: 'form',
    ...filled({
      customerId,
      externalRef,
      siteId,
      consigneeName,
      consigneePhone,
      service,
      urgent,
      requestedAt,
      deliveryNote,
      note,
    }),
    ...(siteId && !street ? {} : { address }),
    lines: values.lines.map((line) => filled(line)) as never,
  }
}
