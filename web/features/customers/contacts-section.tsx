import { Button } from 'antd'
import { useState } from 'react'
import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { customersApi } from '#modules/customers/api.ts'
import { whyNotChange } from '#modules/customers/party.ts'
import { ContactForm } from '#web/features/customers/contact-form.tsx'
import {
  ChannelName,
  type Contact,
  type Customer,
  customerText,
} from '#web/features/customers/customer-text.tsx'
import { Reveal } from '#web/features/customers/reveal.tsx'
import { useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { Section } from '#web/ui/detail-page.tsx'
import { Icon } from '#web/ui/icons.tsx'
import { StatusTag } from '#web/ui/status-tag.tsx'

const text = {
  ...customerText,
  title: { zh: '联系人', en: 'Contacts' },
  add: { zh: '新增联系人', en: 'Add a contact' },
  edit: { zh: '修改联系人', en: 'Change the contact' },
  none: { zh: '还没有联系人', en: 'No contacts yet' },
  prefers: { zh: '首选', en: 'Prefers' },
  wechat: { zh: '微信', en: 'WeChat' },
} satisfies Text

type Shown = ResultOf<typeof customersApi.revealContact>

export function ContactsSection({ customer }: { customer: Customer }) {
  const t = useText(text)
  const [edited, setEdited] = useState<Contact | 'new' | null>(null)
  const canChange = useCan('customer.manage') && whyNotChange(customer) === null
  const add = canChange && (
    <Button size="small" icon={<Icon name="plus" size={14} />} onClick={() => setEdited('new')}>
      {t.add}
    </Button>
  )
  return (
    <Section title={t.title} extra={add}>
      {customer.contacts.length === 0 && <p className="n-quiet">{t.none}</p>}
      <ul className="n-cus-places">
        {customer.contacts.map((contact) => (
          <ContactRow
            key={`${contact.id}:${contact.version}`}
            customer={customer}
            contact={contact}
            onEdit={canChange ? () => setEdited(contact) : null}
          />
        ))}
      </ul>
      {edited && (
        <ContactForm
          customer={customer}
          contact={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
        />
      )}
    </Section>
  )
}

function ContactRow({
  customer,
  contact,
  onEdit,
}: {
  customer: Customer
  contact: Contact
  onEdit: (() => void) | null
}) {
  const t = useText(text)
  const [shown, setShown] = useState<Shown | null>(null)
  const { name, phone, email, wechat } = shown ?? contact
  const site = customer.sites.find((one) => one.id === contact.siteId)
  const isArchived = contact.archivedAt !== null
  return (
    <li className="n-cus-place" data-archived={isArchived}>
      <div>
        <h3>
          {name} {contact.position && <span className="n-quiet">{contact.position}</span>}{' '}
          {isArchived && <StatusTag tone="mute">{t.archived}</StatusTag>}
        </h3>
        <p className="n-cus-facts n-quiet">
          {phone && <span className="n-figure">{phone}</span>}
          {email && <span>{email}</span>}
          {wechat && (
            <span>
              {t.wechat} {wechat}
            </span>
          )}
          {site && <span>{site.name}</span>}
          {contact.preferredChannel && (
            <span>
              {t.prefers} <ChannelName channel={contact.preferredChannel} />
            </span>
          )}
        </p>
      </div>
      <div className="n-cus-tools">
        {shown === null && (
          <Reveal
            of={contact.name}
            operation={customersApi.revealContact}
            toInput={(reason) => ({ params: { id: customer.id, contactId: contact.id }, body: { reason } })}
            onShown={setShown}
          />
        )}
        {onEdit && (
          <button
            type="button"
            className="n-link"
            title={t.edit}
            aria-label={`${t.edit}: ${contact.name}`}
            onClick={onEdit}
          >
            <Icon name="edit" size={16} />
          </button>
        )}
      </div>
    </li>
  )
}
