import { Form, Input, Select, Switch } from 'antd'
import type { Text } from '#platform/text.ts'
import { customersApi } from '#modules/customers/api.ts'
import {
  AddressFields,
  type AddressValues,
  addressOf,
  addressValues,
} from '#web/features/customers/address-fields.tsx'
import { type Site, customerText } from '#web/features/customers/customer-text.tsx'
import { useCalendarOptions } from '#web/features/scheduling/calendar-options.ts'
import { useText } from '#web/lib/i18n.ts'
import { FormDrawer } from '#web/ui/form-drawer.tsx'
import type { ToForm } from '#web/ui/form-conflict.ts'

const text = {
  ...customerText,
  add: { zh: '新增地点', en: 'Add a site' },
  edit: { zh: '修改地点', en: 'Change the site' },
  name: { zh: '地点名称', en: 'Name of the site' },
  calendar: { zh: '收货日历', en: 'Receiving calendar' },
  archived: { zh: '归档（不再使用）', en: 'Archived (no longer used)' },
} satisfies Text

type Values = AddressValues & {
  name: string
  calendarId?: string | null
  externalRef?: string | null
  archived?: boolean
}

export function SiteForm({
  customerId,
  site,
  onClose,
}: {
  customerId: string
  site: Site | null
  onClose: () => void
}) {
  const t = useText(text)
  if (!site) {
    return (
      <FormDrawer<typeof customersApi.addSite, Values>
        title={t.add}
        width={560}
        onClose={onClose}
        initial={{ country: 'CN' }}
        operation={customersApi.addSite}
        about={{ id: customerId }}
        toInput={(values) => ({ params: { id: customerId }, body: bodyOf(values, false) })}
      >
        <SiteFields />
      </FormDrawer>
    )
  }
  return (
    <FormDrawer<typeof customersApi.updateSite, Values>
      title={t.edit}
      width={560}
      onClose={onClose}
      initial={{
        ...addressValues(site),
        name: site.name,
        calendarId: site.calendarId,
        externalRef: site.externalRef,
        archived: site.archivedAt !== null,
      }}
      operation={customersApi.updateSite}
      about={{ id: site.id, version: site.version }}
      toForm={site.country === 'CN' ? areaToForm : textToForm}
      toInput={({ archived, ...values }) => ({
        params: { id: customerId, siteId: site.id },
        body: {
          ...bodyOf(values, true),
          version: site.version,
          ...(archived === (site.archivedAt !== null) ? {} : { archived: archived ?? false }),
        },
      })}
    >
      <SiteFields site={site} />
    </FormDrawer>
  )
}

const textToForm: ToForm = (field, value) => ({ name: [field], value })

/** A Chinese area is one field of the form and three of the record. */
const areaToForm: ToForm = (field, value) => {
  const at = ['province', 'city', 'district'].indexOf(field)
  return at < 0 ? { name: [field], value } : { name: ['area', at], value }
}

const bodyOf = (values: Values, isChange: boolean) => ({
  name: values.name,
  ...addressOf(values, isChange),
  calendarId: values.calendarId ?? null,
  externalRef: values.externalRef?.trim() || null,
})

function SiteFields({ site }: { site?: Site }) {
  const t = useText(text)
  return (
    <>
      <Form.Item name="name" label={t.name} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={120} autoComplete="off" />
      </Form.Item>
      <AddressFields at={[]} {...(site?.street ? { kept: site.street } : {})} />
      <CalendarField label={t.calendar} />
      <Form.Item name="externalRef" label={t.externalRef}>
        <Input maxLength={80} autoComplete="off" />
      </Form.Item>
      {site && (
        <Form.Item name="archived" label={t.archived} valuePropName="checked">
          <Switch />
        </Form.Item>
      )}
    </>
  )
}

function CalendarField({ label }: { label: string }) {
  const { options, canSee, isPending } = useCalendarOptions()
  if (!canSee) return null
  return (
    <Form.Item name="calendarId" label={label}>
      <Select allowClear options={options} loading={isPending} />
    </Form.Item>
  )
}
