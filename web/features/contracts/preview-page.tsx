import { AutoComplete, Checkbox, Form } from 'antd'
import { useState } from 'react'
import type { ResultOf } from '#platform/api.ts'
import type { Bilingual, Text } from '#platform/text.ts'
import { contractsApi } from '#modules/contracts/api.ts'
import { type Dimension, placeOf } from '#modules/contracts/clause.ts'
import { clauseKindNames } from '#modules/contracts/contract.ts'
import { useCalendarOptions } from '#web/features/scheduling/calendar-options.ts'
import { contractText, serviceNames, useSentence } from '#web/features/contracts/contract-text.tsx'
import { CustomerLookup } from '#web/features/contracts/customer-lookup.tsx'
import { PlaceSelect } from '#web/features/contracts/place-select.tsx'
import { WarehouseCode } from '#web/features/contracts/warehouse-code.tsx'
import { useOperation } from '#web/lib/api.ts'
import { fill, useLocale, useSay, useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import { DayInput } from '#web/ui/fields.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { Time } from '#web/ui/values.tsx'
import '#web/features/contracts/contracts.css'

type Row = ResultOf<typeof contractsApi.previewClauses>['rows'][number]

const text = {
  ...contractText,
  title: { zh: '条款试算', en: 'Try the clauses' },
  order: { zh: '假设有这样一张订单', en: 'Suppose an order like this' },
  service: { zh: '服务', en: 'Service' },
  origin: { zh: '发货仓库', en: 'Warehouse' },
  destination: { zh: '目的地', en: 'To' },
  requested: { zh: '客户要求日期', en: 'Date asked for' },
  urgent: { zh: '加急', en: 'Urgent' },
  result: { zh: '现在下单，会作出这些承诺', en: 'Placed now, it would be promised' },
  none: { zh: '没有条款适用，不作承诺', en: 'No clause applies: no promise' },
  due: { zh: '到期', en: 'Due' },
  only: { zh: '只有这一条适用', en: 'The only clause that applies' },
  because: { zh: '优先于其他条款：{why}', en: 'It beats the others: {why}' },
} satisfies Text

const reasons = {
  customer: {
    zh: '客户自己的合同优先于默认服务标准',
    en: "the customer's own contract comes before the default set",
  },
  urgent: { zh: '按加急与否限定，更具体', en: 'it names urgent orders' },
  destination: { zh: '目的地限定更具体', en: 'it names the destination more closely' },
  origin: { zh: '发出地限定更具体', en: 'it names the origin more closely' },
  service: { zh: '按服务限定，更具体', en: 'it names the service' },
  class: { zh: '按客户等级限定，更具体', en: 'it names the class' },
} satisfies Record<Dimension, Bilingual>

type Values = {
  customerId?: string | null
  service?: string
  origin?: string | null
  destination?: string | null
  requested?: string | null
  urgent?: boolean
}

/** Which clauses an order would fall under, why, and when its promises would be due. */
export function ClausePreviewPage() {
  const t = useText(text)
  const [values, setValues] = useState<Values>({})
  const preview = useOperation(
    contractsApi.previewClauses,
    { query: queryOf(values) },
    { keepsPrevious: true },
  )
  return (
    <div className="n-page">
      <nav className="n-crumbs" aria-label={t.contracts}>
        <PageLink to={paths.contracts}>{t.contracts}</PageLink>
        <span aria-hidden="true">/</span>
        <span aria-current="page">{t.title}</span>
      </nav>
      <div className="n-page-head">
        <h1>{t.title}</h1>
      </div>
      <Section title={t.order}>
        <OrderFields onChange={setValues} />
      </Section>
      <Section title={t.result}>
        <Loaded read={preview}>
          {({ rows }) => (
            <div className="n-con-preview" aria-live="polite">
              {rows.map((row) => (
                <PreviewCard key={row.kind} row={row} />
              ))}
            </div>
          )}
        </Loaded>
      </Section>
    </div>
  )
}

function OrderFields({ onChange }: { onChange: (values: Values) => void }) {
  const t = useText(text)
  const say = useSay()
  const services = Object.entries(serviceNames).map(([value, name]) => ({
    value,
    label: `${say(name)} (${value})`,
  }))
  return (
    <Form<Values> layout="vertical" onValuesChange={(_, values) => onChange(values)}>
      <div className="n-con-fields">
        <Form.Item name="customerId" label={t.customer}>
          <CustomerLookup />
        </Form.Item>
        <Form.Item name="service" label={t.service}>
          <AutoComplete allowClear options={services} maxLength={40} />
        </Form.Item>
        <Form.Item name="origin" label={t.origin}>
          <WarehouseCode />
        </Form.Item>
        <Form.Item name="destination" label={t.destination}>
          <PlaceSelect />
        </Form.Item>
        <Form.Item name="requested" label={t.requested}>
          <DayInput />
        </Form.Item>
        <Form.Item name="urgent" label=" " colon={false} valuePropName="checked">
          <Checkbox>{t.urgent}</Checkbox>
        </Form.Item>
      </div>
    </Form>
  )
}

function PreviewCard({ row }: { row: Row }) {
  const t = useText(text)
  const say = useSay()
  const locale = useLocale()
  const sentence = useSentence()
  const calendar = useCalendarOptions().options.find((one) => one.value === row.picked?.calendarId)
  const why = row.decidedBy ? fill(t.because, { why: say(reasons[row.decidedBy]) }) : t.only
  return (
    <article>
      <h3>
        {say(clauseKindNames[row.kind])}
        {row.picked && (
          <span>
            {t.due} <Time at={row.dueAt} />
          </span>
        )}
      </h3>
      {row.picked ? (
        <>
          <p>
            <PageLink to={paths.clause(row.picked.id)}>
              {sentence(row.picked, calendar?.label)[locale]}
            </PageLink>
          </p>
          <p className="n-quiet">{why}</p>
        </>
      ) : (
        <p className="n-quiet">{t.none}</p>
      )}
    </article>
  )
}

function queryOf({ customerId, service, origin, destination, requested, urgent }: Values) {
  const place = destination ? placeOf(destination) : null
  return {
    ...(customerId ? { customerId } : {}),
    ...(service ? { service } : {}),
    ...(origin ? { origin } : {}),
    ...(place ? { country: place.country, ...(place.province ? { province: place.province } : {}) } : {}),
    ...(requested ? { requestedOn: requested } : {}),
    ...(urgent ? { urgent: 'true' as const } : {}),
  }
}
