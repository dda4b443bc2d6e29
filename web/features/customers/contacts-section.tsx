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
import { Entries, Entry } from '#web/ui/entries.tsx'
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
  return (
    <Entries
      entries={customer.contacts}
      words={t}
      canChange={useCan('customer.manage') && whyNotChange(customer) === null}
      entry={(contact, onEdit) => <ContactEntry customer={customer} contact={contact} onEdit={onEdit} />}
      form={(contact, onClose) => <ContactForm customer={customer} contact={contact} onClose={onClose} />}
    />
  )
}

type ContactEntryProps = { customer: Customer; contact: Contact; onEdit: (() => void) | null }

function ContactEntry({ customer, contact, onEdit }: ContactEntryProps) {
  const t = useText(text)
  const [shown, setShown] = useState<Shown | null>(null)
  const { name, phone, email, wechat } = shown ?? contact
  const site = customer.sites.find((one) => one.id === contact.siteId)
  const isArchived = contact.archivedAt !== null
  const reveal = shown === null && (
    <Reveal
      of={contact.name}
      operation={customersApi.revealContact}
      toInput={(reason) => ({ params: { id: customer.id, contactId: contact.id }, body: { reason } })}
      onShown={setShown}
    />
  )
  return (
    <Entry
      name={
        <>
          {name} {contact.position && <span className="n-quiet">{contact.position}</span>}{' '}
          {isArchived && <StatusTag tone="mute">{t.archived}</StatusTag>}
        </>
      }
      isOver={isArchived}
      tools={reveal}
      edit={{ label: t.edit, of: contact.name, run: onEdit }}
    >
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
    </Entry>
  )
}
