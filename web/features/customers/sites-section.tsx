import { Button } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { customersApi } from '#modules/customers/api.ts'
import { whyNotChange } from '#modules/customers/party.ts'
import { type Customer, type Site, customerText } from '#web/features/customers/customer-text.tsx'
import { Reveal } from '#web/features/customers/reveal.tsx'
import { SiteForm } from '#web/features/customers/site-form.tsx'
import { useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { Section } from '#web/ui/detail-page.tsx'
import { Icon } from '#web/ui/icons.tsx'
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
  const [edited, setEdited] = useState<Site | 'new' | null>(null)
  const canChange = useCan('customer.manage') && whyNotChange(customer) === null
  const add = canChange && (
    <Button size="small" icon={<Icon name="plus" size={14} />} onClick={() => setEdited('new')}>
      {t.add}
    </Button>
  )
  return (
    <Section title={t.title} extra={add}>
      {customer.sites.length === 0 && <p className="n-quiet">{t.none}</p>}
      <ul className="n-cus-places">
        {customer.sites.map((site) => (
          <SiteRow
            key={`${site.id}:${site.version}`}
            customerId={customer.id}
            site={site}
            onEdit={canChange ? () => setEdited(site) : null}
          />
        ))}
      </ul>
      {edited && (
        <SiteForm
          customerId={customer.id}
          site={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
        />
      )}
    </Section>
  )
}

function SiteRow({
  customerId,
  site,
  onEdit,
}: {
  customerId: string
  site: Site
  onEdit: (() => void) | null
}) {
  const t = useText(text)
  const [street, setStreet] = useState<string | null>(null)
  const isArchived = site.archivedAt !== null
  const address = [site.areaName, street ?? site.street].filter((part) => part !== '').join(' ')
  const country = site.country === 'CN' ? '' : ` · ${site.country}`
  return (
    <li className="n-cus-place" data-archived={isArchived}>
      <div>
        <h3>
          {site.name} {isArchived && <StatusTag tone="mute">{t.archived}</StatusTag>}
        </h3>
        <p className="n-quiet">
          {address || t.noAddress}
          {site.postcode && ` · ${site.postcode}`}
          {country}
        </p>
      </div>
      <div className="n-cus-tools">
        {street === null && site.street !== '' && (
          <Reveal
            of={site.name}
            operation={customersApi.revealSite}
            toInput={(reason) => ({ params: { id: customerId, siteId: site.id }, body: { reason } })}
            onShown={(shown) => setStreet(shown.street)}
          />
        )}
        {onEdit && (
          <button
            type="button"
            className="n-link"
            title={t.edit}
            aria-label={`${t.edit}: ${site.name}`}
            onClick={onEdit}
          >
            <Icon name="edit" size={16} />
          </button>
        )}
      </div>
    </li>
  )
}
