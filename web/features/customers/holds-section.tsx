import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { customersApi } from '#modules/customers/api.ts'
import { holdNames, whyNotRelease } from '#modules/customers/party.ts'
import { type Customer, type Hold, customerText } from '#web/features/customers/customer-text.tsx'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { ConfirmAction } from '#web/ui/confirm-action.tsx'
import { Section } from '#web/ui/detail-page.tsx'
import { Entry } from '#web/ui/entries.tsx'
import { StatusTag } from '#web/ui/status-tag.tsx'
import { Time } from '#web/ui/values.tsx'

const text = {
  ...customerText,
  title: { zh: '冻结记录', en: 'Holds' },
  none: { zh: '从未冻结', en: 'Never on hold' },
  open: { zh: '冻结中', en: 'On hold' },
  released: { zh: '已解除', en: 'Released' },
  release: { zh: '解除冻结', en: 'Release' },
  ask: { zh: '解除“{kind}”？', en: 'Release the {kind}?' },
  help: { zh: '解除后，订单按各自的规则继续处理。', en: 'Orders go on by their own rules.' },
  placed: { zh: '{by} 冻结于', en: 'placed by {by}' },
  ended: { zh: '{by} 解除于', en: 'released by {by}' },
  system: { zh: '系统', en: 'the system' },
} satisfies Text

export function HoldsSection({ customer }: { customer: Customer }) {
  const t = useText(text)
  const [released, setReleased] = useState<Hold | null>(null)
  const say = useSay()
  return (
    <Section title={t.title}>
      {customer.holds.length === 0 && <p className="n-quiet">{t.none}</p>}
      <ul className="n-entries">
        {customer.holds.map((hold) => (
          <HoldRow key={hold.id} hold={hold} onRelease={() => setReleased(hold)} />
        ))}
      </ul>
      {released && (
        <ConfirmAction
          title={fill(t.ask, { kind: say(holdNames[released.kind]) })}
          help={t.help}
          confirmText={t.release}
          needsReason
          operation={customersApi.releaseCustomerHold}
          toInput={(reason) => ({ params: { id: customer.id, holdId: released.id }, body: { reason } })}
          onClose={() => setReleased(null)}
        />
      )}
    </Section>
  )
}

function HoldRow({ hold, onRelease }: { hold: Hold; onRelease: () => void }) {
  const t = useText(text)
  const say = useSay()
  const canRelease = useCan('customer.hold') && whyNotRelease(hold) === null
  return (
    <Entry
      name={
        <>
          {say(holdNames[hold.kind])}
          {hold.releasedAt ? (
            <StatusTag tone="mute">{t.released}</StatusTag>
          ) : (
            <StatusTag tone="bad">{t.open}</StatusTag>
          )}
        </>
      }
      tools={
        canRelease && (
          <button type="button" className="n-link" onClick={onRelease}>
            {t.release}
          </button>
        )
      }
    >
      <p>{hold.reason}</p>
      <p className="n-quiet">
        {fill(t.placed, { by: hold.placedBy ?? t.system })} <Time at={hold.placedAt} />
      </p>
      {hold.releasedAt && (
        <p className="n-quiet">
          {fill(t.ended, { by: hold.releasedBy ?? t.system })} <Time at={hold.releasedAt} /> ·{' '}
          {hold.releaseReason}
        </p>
      )}
    </Entry>
  )
}
