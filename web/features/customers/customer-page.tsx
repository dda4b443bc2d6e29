import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { customersApi } from '#modules/customers/api.ts'
import { whyNotChange } from '#modules/customers/party.ts'
import { refusals } from '#modules/customers/refusals.ts'
import { RecordPage } from '#web/features/activity/record-page.tsx'
import { ClassSection } from '#web/features/customers/class-section.tsx'
import { ContactsSection } from '#web/features/customers/contacts-section.tsx'
import { CustomerForm } from '#web/features/customers/customer-form.tsx'
import { CustomerOverview } from '#web/features/customers/customer-overview.tsx'
import { CustomerPromises } from '#web/features/customers/customer-promises.tsx'
import {
  type Customer,
  CustomerState,
  customerText,
  openHolds,
} from '#web/features/customers/customer-text.tsx'
import { HoldForm } from '#web/features/customers/hold-form.tsx'
import { HoldsSection } from '#web/features/customers/holds-section.tsx'
import { SitesSection } from '#web/features/customers/sites-section.tsx'
import { useOperation } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { one, useUrlState } from '#web/lib/search.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import type { Action } from '#web/ui/action-button.tsx'
import { ConfirmAction } from '#web/ui/confirm-action.tsx'
import { Loaded } from '#web/ui/detail-page.tsx'
import { Tabs } from '#web/ui/tabs.tsx'

const text = {
  ...customerText,
  edit: { zh: '修改', en: 'Change' },
  hold: { zh: '冻结', en: 'Put on hold' },
  archive: { zh: '归档', en: 'Archive' },
  restore: { zh: '恢复', en: 'Restore' },
  archiveAsk: { zh: '归档 {name}？', en: 'Archive {name}?' },
  archiveHelp: {
    zh: '归档后不再出现在列表中，也不能下单；历史记录保留。',
    en: 'It leaves the lists and takes no more orders. Its history stays.',
  },
  restoreAsk: { zh: '恢复 {name}？', en: 'Restore {name}?' },
  restoreHelp: { zh: '恢复后可以重新下单。', en: 'It can order again.' },
  parts: { zh: '客户档案', en: 'Parts of the file' },
  overview: { zh: '概览', en: 'Overview' },
  places: { zh: '地点与联系人', en: 'Sites and contacts' },
  classes: { zh: '等级', en: 'Class' },
  holds: { zh: '冻结记录', en: 'Holds' },
  promises: { zh: '承诺', en: 'Promises' },
} satisfies Text

type Open = 'edit' | 'hold' | 'archive' | null

export function CustomerPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const customer = useOperation(customersApi.getCustomer, { params: { id } })
  return <Loaded read={customer}>{(found) => <CustomerDetail customer={found} />}</Loaded>
}

function CustomerDetail({ customer }: { customer: Customer }) {
  const t = useText(text)
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  return (
    <>
      <RecordPage
        record={{ type: 'customer', id: customer.id }}
        copyId={customer.number}
        back={{ to: paths.customers, text: t.title }}
        title={customer.name}
        state={<CustomerState customer={{ ...customer, holds: openHolds(customer) }} />}
        actions={useCustomerActions(customer, setOpen)}
      >
        <CustomerTabs customer={customer} />
      </RecordPage>
      {open === 'edit' && <CustomerForm customer={customer} onClose={close} />}
      {open === 'hold' && <HoldForm customer={customer} onClose={close} />}
      {open === 'archive' && <ArchiveCustomer customer={customer} onClose={close} />}
    </>
  )
}

/** The open tab stands in the URL, so that it can be sent to somebody. */
function CustomerTabs({ customer }: { customer: Customer }) {
  const t = useText(text)
  const canSeePromises = useCan('promise.read')
  const { values, change } = useUrlState()
  const items = [
    { key: 'overview', label: t.overview, children: <CustomerOverview customer={customer} /> },
    {
      key: 'places',
      label: t.places,
      children: (
        <div className="n-cus-stack">
          <SitesSection customer={customer} />
          <ContactsSection customer={customer} />
        </div>
      ),
    },
    { key: 'class', label: t.classes, children: <ClassSection customer={customer} /> },
    { key: 'holds', label: t.holds, children: <HoldsSection customer={customer} /> },
    ...(canSeePromises
      ? [{ key: 'promises', label: t.promises, children: <CustomerPromises customerId={customer.id} /> }]
      : []),
  ]
  const active = items.some((item) => item.key === one(values['tab']))
    ? (one(values['tab']) as string)
    : 'overview'
  return (
    <Tabs
      label={t.parts}
      items={items}
      active={active}
      onChange={(tab) => change({ tab: tab === 'overview' ? undefined : tab }, { replaces: true })}
    />
  )
}

function useCustomerActions(customer: Customer, setOpen: (open: Open) => void): Action[] {
  const t = useText(text)
  const r = useText(refusals)
  const [canManage, canHold] = [useCan('customer.manage'), useCan('customer.hold')]
  const refusal = whyNotChange(customer)
  const whyNot = refusal && r[refusal]
  return [
    ...(canManage
      ? [{ key: 'edit', label: t.edit, isPrimary: true, whyNot, run: () => setOpen('edit') }]
      : []),
    ...(canHold ? [{ key: 'hold', label: t.hold, isDanger: true, whyNot, run: () => setOpen('hold') }] : []),
    ...(canManage
      ? [
          {
            key: 'archive',
            label: customer.archivedAt ? t.restore : t.archive,
            run: () => setOpen('archive'),
          },
        ]
      : []),
  ]
}

function ArchiveCustomer({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const t = useText(text)
  const isArchived = customer.archivedAt !== null
  return (
    <ConfirmAction
      title={fill(isArchived ? t.restoreAsk : t.archiveAsk, { name: customer.name })}
      help={isArchived ? t.restoreHelp : t.archiveHelp}
      confirmText={isArchived ? t.restore : t.archive}
      isDanger={!isArchived}
      operation={customersApi.setCustomerArchived}
      undoLabel={`${isArchived ? t.restore : t.archive} ${customer.name}`}
      toInput={() => ({
        params: { id: customer.id },
        body: { archived: !isArchived, version: customer.version },
      })}
      onClose={onClose}
    />
  )
}
