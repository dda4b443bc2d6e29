import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { customersApi } from '#modules/customers/api.ts'
import { whyNotChange } from '#modules/customers/party.ts'
import { type Customer, type Site, customerText } from '#web/features/customers/customer-text.tsx'
import { Reveal } from '#web/features/customers/reveal.tsx'
import { SiteForm } from '#web/features/customers/site-form.tsx'
import { useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { Entries, Entry } from '#web/ui/entries.tsx'
import { StatusTag } from '#web/ui/status-tag.tsx'

const text = {
  ...customerText,
  title: { zh: '地点', en: 'Sites' },
  add: { zh: '新增地点', en: 'Add a site' },
  edit: { zh: '修改地点', en: 'Change the site' },
  none: { zh: '还没有地点', en: 'No sites yet' },
  noAddress: { zh: '未填写地址', en: 'No address' },
} satisfies Text

export function SitesSection({ customer }: { customer: Customer }) {
  const t = useText(text)
  return (
    <Entries
      entries={customer.sites}
      words={t}
      canChange={useCan('customer.manage') && whyNotChange(customer) === null}
      entry={(site, onEdit) => <SiteEntry customerId={customer.id} site={site} onEdit={onEdit} />}
      form={(site, onClose) => <SiteForm customerId={customer.id} site={site} onClose={onClose} />}
    />
  )
}

type SiteEntryProps = { customerId: string; site: Site; onEdit: (() => void) | null }

function SiteEntry({ customerId, site, onEdit }: SiteEntryProps) {
  const t = useText(text)
  const [street, setStreet] = useState<string | null>(null)
  const isArchived = site.archivedAt !== null
  const address = [site.areaName, street ?? site.street].filter((part) => part !== '').join(' ')
  const country = site.country === 'CN' ? '' : ` · ${site.country}`
  const reveal = street === null && site.street !== '' && (
    <Reveal
      of={site.name}
      operation={customersApi.revealSite}
      toInput={(reason) => ({ params: { id: customerId, siteId: site.id }, body: { reason } })}
      onShown={(shown) => setStreet(shown.street)}
    />
  )
  return (
    <Entry
      name={
        <>
          {site.name} {isArchived && <StatusTag tone="mute">{t.archived}</StatusTag>}
        </>
      }
      isOver={isArchived}
      tools={reveal}
      edit={{ label: t.edit, of: site.name, run: onEdit }}
    >
      <p className="n-quiet">
        {address || t.noAddress}
        {site.postcode && ` · ${site.postcode}`}
        {country}
      </p>
    </Entry>
  )
}
