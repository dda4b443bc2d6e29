import { Form, Input, Select } from 'antd'
import type { CallInput } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { customersApi } from '#modules/customers/api.ts'
import { type Channel, channelNames, kindNames, roleNames } from '#modules/customers/party.ts'
import { AddressFields, type AddressValues, addressOf } from '#web/features/customers/address-fields.tsx'
import { type Customer, customerText } from '#web/features/customers/customer-text.tsx'
import { useOperation } from '#web/lib/api.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { showNames } from '#web/ui/form-conflicts.tsx'
import { FormDrawer } from '#web/ui/form-drawer.tsx'

const text = {
  ...customerText,
  add: { zh: '新建客户', en: 'Add a customer' },
  edit: { zh: '修改客户', en: 'Change a customer' },
  rolesNeeded: { zh: '请至少选择一个角色', en: 'Choose at least one role' },
  keepName: { zh: '个人姓名已隐藏；留空则不修改', en: 'The name is hidden. Leave empty to keep it' },
  firstSite: { zh: '首个地点（可不填）', en: 'First site (optional)' },
  siteName: { zh: '地点名称', en: 'Name of the site' },
  firstContact: { zh: '首位联系人（可不填）', en: 'First contact (optional)' },
  contactName: { zh: '姓名', en: 'Name' },
  phone: { zh: '电话', en: 'Phone' },
  email: { zh: '邮箱', en: 'E-mail' },
  mainSite: { zh: '主要地点', en: 'Main site' },
  contactNeeded: { zh: '请填写联系人姓名', en: 'Give the name of the contact' },
} satisfies Text

type PartyValues = Pick<
  Customer,
  'kind' | 'roles' | 'preferredChannel' | 'preferredLocale' | 'externalRef' | 'note'
>
type Values = PartyValues & {
  name: string
  classKey?: string
  sites: [AddressValues & { name?: string }]
  contacts: [{ name?: string; phone?: string; email?: string }]
}

type CustomerFormProps = {
  customer: Customer | null
  onClose: () => void
  onDone?: (customer: Customer) => void
}

export function CustomerForm({ customer, ...props }: CustomerFormProps) {
  return customer ? <EditForm {...props} customer={customer} /> : <AddForm {...props} />
}

function AddForm({ onClose, onDone = () => {} }: Omit<CustomerFormProps, 'customer'>) {
  const t = useText(text)
  return (
    <FormDrawer<typeof customersApi.createCustomer, Values>
      title={t.add}
      width={600}
      onClose={onClose}
      initial={{ kind: 'company', roles: ['shipper'], sites: [{ country: 'CN' }], contacts: [{}] }}
      operation={customersApi.createCustomer}
      about={null}
      toInput={(values) => ({ body: newBody(values, t.mainSite) })}
      onDone={onDone}
    >
      <PartyFields isNew />
      <fieldset className="n-cus-group">
        <legend>{t.firstSite}</legend>
        <Form.Item name={['sites', 0, 'name']} label={t.siteName}>
          <Input maxLength={120} placeholder={t.mainSite} autoComplete="off" />
        </Form.Item>
        <AddressFields at={['sites', 0]} />
      </fieldset>
      <FirstContact />
    </FormDrawer>
  )
}

function FirstContact() {
  const t = useText(text)
  const [phone, email] = [
    Form.useWatch<string>(['contacts', 0, 'phone']),
    Form.useWatch<string>(['contacts', 0, 'email']),
  ]
  const field = (name: 'name' | 'phone' | 'email', label: string) => (
    <Form.Item
      name={['contacts', 0, name]}
      label={label}
      rules={
        name === 'name' && (phone || email)
          ? [{ required: true, whitespace: true, message: t.contactNeeded }]
          : []
      }
    >
      <Input maxLength={80} autoComplete="off" />
    </Form.Item>
  )
  return (
    <fieldset className="n-cus-group">
      <legend>{t.firstContact}</legend>
      <div className="n-cus-fields">
        {field('name', t.contactName)}
        {field('phone', t.phone)}
      </div>
      {field('email', t.email)}
    </fieldset>
  )
}

function EditForm({ customer, onClose, onDone = () => {} }: CustomerFormProps & { customer: Customer }) {
  const t = useText(text)
  const say = useSay()
  const isHidden = customer.kind === 'person'
  const show = showNames({
    roles: (role) => say(roleNames[role as keyof typeof roleNames]),
    kind: (kind) => say(kindNames[kind as keyof typeof kindNames]),
    preferredChannel: (channel) => say(channelNames[channel as Channel]),
    preferredLocale: (locale) => (locale === 'zh' ? t.chinese : t.english),
  })
  return (
    <FormDrawer<typeof customersApi.updateCustomer, Values>
      title={t.edit}
      width={600}
      onClose={onClose}
      initial={{ ...partyOf(customer), name: isHidden ? '' : customer.name }}
      operation={customersApi.updateCustomer}
      about={{ id: customer.id, version: customer.version }}
      show={show}
      toInput={({ name, ...values }) => ({
        params: { id: customer.id },
        body: { ...partyOf(values), version: customer.version, ...(name ? { name } : {}) },
      })}
      onDone={onDone}
    >
      <PartyFields isNew={false} {...(isHidden ? { hiddenName: customer.name } : {})} />
    </FormDrawer>
  )
}

function PartyFields({ isNew, hiddenName }: { isNew: boolean; hiddenName?: string }) {
  const t = useText(text)
  const say = useSay()
  const named = (names: Record<string, { zh: string; en: string }>) =>
    Object.entries(names).map(([value, name]) => ({ value, label: say(name) }))
  const languages = [
    { value: 'zh', label: t.chinese },
    { value: 'en', label: t.english },
  ]
  return (
    <>
      <Form.Item
        name="name"
        label={t.name}
        rules={hiddenName ? [] : [{ required: true, whitespace: true }]}
        {...(hiddenName ? { extra: t.keepName } : {})}
      >
        <Input maxLength={120} autoComplete="off" {...(hiddenName ? { placeholder: hiddenName } : {})} />
      </Form.Item>
      <Form.Item name="roles" label={t.roles} rules={[{ required: true, message: t.rolesNeeded }]}>
        <Select mode="multiple" options={named(roleNames)} />
      </Form.Item>
      <div className="n-cus-fields">
        <Form.Item name="kind" label={t.kind}>
          <Select options={named(kindNames)} />
        </Form.Item>
        {isNew && <ClassField />}
        <Form.Item name="preferredChannel" label={t.channel}>
          <Select allowClear options={named(channelNames)} />
        </Form.Item>
        <Form.Item name="preferredLocale" label={t.locale}>
          <Select allowClear options={languages} />
        </Form.Item>
        <Form.Item name="externalRef" label={t.externalRef}>
          <Input maxLength={80} autoComplete="off" />
        </Form.Item>
      </div>
      <Form.Item name="note" label={t.note}>
        <Input.TextArea rows={2} maxLength={2000} />
      </Form.Item>
    </>
  )
}

/** A class of the default scheme. */
export function ClassField({ isNeeded = false }: { isNeeded?: boolean }) {
  const t = useText(customerText)
  const schemes = useOperation(customersApi.listClassSchemes, {})
  const classes = schemes.data?.rows.find((scheme) => scheme.isDefault)?.classes ?? []
  return (
    <Form.Item name="classKey" label={t.class} rules={isNeeded ? [{ required: true }] : []}>
      <Select
        allowClear={!isNeeded}
        loading={schemes.isPending}
        options={classes.map(({ key, name }) => ({ value: key, label: name }))}
      />
    </Form.Item>
  )
}

const partyOf = ({ kind, roles, preferredChannel, preferredLocale, externalRef, note }: PartyValues) => ({
  kind,
  roles,
  preferredChannel: preferredChannel ?? null,
  preferredLocale: preferredLocale ?? null,
  externalRef: externalRef?.trim() || null,
  note: note?.trim() || null,
})

/** Groups of the form that were left empty are not sent. */
function newBody(
  { name, classKey, sites: [site], contacts: [contact], ...values }: Values,
  mainSite: string,
): CallInput<typeof customersApi.createCustomer>['body'] {
  const hasSite = Boolean(site.name || site.street || site.area?.length || site.province || site.city)
  const { name: contactName, phone = '', email = '' } = contact
  return {
    name,
    ...partyOf(values),
    ...(classKey ? { classKey } : {}),
    ...(hasSite ? { sites: [{ name: site.name?.trim() || mainSite, ...addressOf(site, false) }] } : {}),
    ...(contactName ? { contacts: [{ name: contactName, phone, email }] } : {}),
  }
}
