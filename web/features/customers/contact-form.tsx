import { Form, Input, Select, Switch } from 'antd'
import type { Text } from '#platform/text.ts'
import { customersApi } from '#modules/customers/api.ts'
import { type Channel, channelNames } from '#modules/customers/party.ts'
import { type Contact, type Customer, customerText } from '#web/features/customers/customer-text.tsx'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { showNames } from '#web/ui/form-conflicts.tsx'
import { FormDrawer } from '#web/ui/form-drawer.tsx'

const text = {
  ...customerText,
  add: { zh: '新增联系人', en: 'Add a contact' },
  edit: { zh: '修改联系人', en: 'Change the contact' },
  name: { zh: '姓名', en: 'Name' },
  phone: { zh: '电话', en: 'Phone' },
  email: { zh: '邮箱', en: 'E-mail' },
  wechat: { zh: '微信', en: 'WeChat' },
  position: { zh: '职务', en: 'Position' },
  site: { zh: '所在地点', en: 'Site' },
  archived: { zh: '归档（不再使用）', en: 'Archived (no longer used)' },
  keep: { zh: '留空则保持 {shown} 不变', en: 'Leave empty to keep {shown}' },
} satisfies Text

const hidden = ['name', 'phone', 'email', 'wechat'] as const
type Values = {
  name: string
  phone?: string
  email?: string
  wechat?: string
  position?: string
  siteId?: string | null
  preferredChannel?: Channel | null
  archived?: boolean
}

export function ContactForm({
  customer,
  contact,
  onClose,
}: {
  customer: Customer
  contact: Contact | null
  onClose: () => void
}) {
  const t = useText(text)
  const say = useSay()
  if (!contact) {
    return (
      <FormDrawer<typeof customersApi.addContact, Values>
        title={t.add}
        onClose={onClose}
        initial={{}}
        operation={customersApi.addContact}
        about={{ id: customer.id }}
        toInput={(values) => ({
          params: { id: customer.id },
          body: { ...openOf(values), ...typedOf(values), name: values.name },
        })}
      >
        <ContactFields customer={customer} />
      </FormDrawer>
    )
  }
  const { position, siteId, preferredChannel, archivedAt } = contact
  const show = showNames({
    siteId: (id) => customer.sites.find((site) => site.id === id)?.name ?? id,
    preferredChannel: (channel) => say(channelNames[channel as Channel]),
  })
  return (
    <FormDrawer<typeof customersApi.updateContact, Values>
      title={t.edit}
      onClose={onClose}
      initial={{ position, siteId, preferredChannel, archived: archivedAt !== null }}
      operation={customersApi.updateContact}
      about={{ id: contact.id, version: contact.version }}
      show={show}
      toInput={({ archived, ...values }) => ({
        params: { id: customer.id, contactId: contact.id },
        body: {
          ...openOf(values),
          ...typedOf(values),
          version: contact.version,
          ...(archived === (archivedAt !== null) ? {} : { archived: archived ?? false }),
        },
      })}
    >
      <ContactFields customer={customer} contact={contact} />
    </FormDrawer>
  )
}

const openOf = ({ position, siteId, preferredChannel }: Values) => ({
  position: position ?? '',
  siteId: siteId ?? null,
  preferredChannel: preferredChannel ?? null,
})

/** Only what was typed: what is hidden stays as it is. */
function typedOf(values: Values): { name?: string; phone?: string; email?: string; wechat?: string } {
  return Object.fromEntries(
    hidden.filter((name) => values[name]?.trim()).map((name) => [name, values[name]?.trim()]),
  )
}

function ContactFields({ customer, contact }: { customer: Customer; contact?: Contact }) {
  const t = useText(text)
  const say = useSay()
  const sites = customer.sites.filter((site) => site.archivedAt === null || site.id === contact?.siteId)
  return (
    <>
      {hidden.map((name) => (
        <Form.Item
          key={name}
          name={name}
          label={t[name]}
          rules={name === 'name' && !contact ? [{ required: true, whitespace: true }] : []}
          {...(contact?.[name] ? { extra: fill(t.keep, { shown: contact[name] }) } : {})}
        >
          <Input
            maxLength={name === 'email' ? 254 : name === 'phone' ? 40 : 80}
            autoComplete="off"
            inputMode={name === 'phone' ? 'tel' : 'text'}
          />
        </Form.Item>
      ))}
      <Form.Item name="position" label={t.position}>
        <Input maxLength={80} autoComplete="off" />
      </Form.Item>
      <Form.Item name="siteId" label={t.site}>
        <Select allowClear options={sites.map((site) => ({ value: site.id, label: site.name }))} />
      </Form.Item>
      <Form.Item name="preferredChannel" label={t.channel}>
        <Select
          allowClear
          options={Object.entries(channelNames).map(([value, name]) => ({ value, label: say(name) }))}
        />
      </Form.Item>
      {contact && (
        <Form.Item name="archived" label={t.archived} valuePropName="checked">
          <Switch />
        </Form.Item>
      )}
    </>
  )
}
