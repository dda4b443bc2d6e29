import { Button } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { SUBSTITUTES_MAX } from '#modules/inventory/product.ts'
import { inventoryApi } from '#modules/inventory/api.ts'
import { ProductLookup } from '#web/features/inventory/lookups.tsx'
import { Available, type Product } from '#web/features/inventory/stock-text.tsx'
import { type ApiProblem, useSend } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { Section } from '#web/ui/detail-page.tsx'
import { Icon, type IconName } from '#web/ui/icons.tsx'
import { PageLink } from '#web/ui/link.tsx'
import '#web/features/inventory/inventory.css'

const text = {
  title: { zh: '替代品（按优先顺序）', en: 'Substitutes, the best first' },
  none: {
    zh: '没有替代品。缺货时可用替代品征求客户同意。',
    en: 'None. With substitutes, a shortage can be offered to the customer in another way.',
  },
  up: { zh: '上移', en: 'Move up' },
  remove: { zh: '移除', en: 'Remove' },
} satisfies Text

/** The ranked substitutes of a product; each change is saved at once. */
export function Substitutes({ product }: { product: Product }) {
  const t = useText(text)
  const canManage = useCan('inventory.manage')
  const [round, setRound] = useState(0)
  const send = useSend(inventoryApi.setSubstitutes)
  const ids = product.substitutes.map((substitute) => substitute.id)
  const save = (substituteIds: string[]) =>
    send.mutate({ params: { id: product.id }, body: { substituteIds, version: product.version } })
  const add = (id: string | null) => {
    if (id) save([...ids, id])
    setRound(round + 1)
  }
  return (
    <Section title={t.title}>
      {ids.length === 0 && <p className="n-quiet">{t.none}</p>}
      <ol className="n-inv-ranked">
        {product.substitutes.map((substitute, i) => (
          <li key={substitute.id}>
            <PageLink to={paths.product(substitute.id)}>
              {substitute.sku} {substitute.name}
            </PageLink>
            <Available of={substitute} />
            {canManage && (
              <Tool
                icon="up"
                label={`${t.up}: ${substitute.sku}`}
                isOff={i === 0 || send.isPending}
                run={() => save(movedUp(ids, i))}
              />
            )}
            {canManage && (
              <Tool
                icon="close"
                label={`${t.remove}: ${substitute.sku}`}
                isOff={send.isPending}
                run={() => save(ids.filter((id) => id !== substitute.id))}
              />
            )}
          </li>
        ))}
      </ol>
      {canManage && ids.length < SUBSTITUTES_MAX && (
        <ProductLookup key={round} value={null} onChange={add} isDisabled={send.isPending} />
      )}
      {send.error && (
        <p role="alert" className="n-note n-note-bad">
          {problemText(send.error)}
        </p>
      )}
    </Section>
  )
}

const problemText = (error: ApiProblem): string => error.fields[0]?.message ?? error.detail

const movedUp = (ids: string[], i: number): string[] =>
  ids.map((id, at) => (at === i - 1 ? (ids[i] ?? id) : at === i ? (ids[i - 1] ?? id) : id))

function Tool({
  icon,
  label,
  isOff,
  run,
}: {
  icon: IconName
  label: string
  isOff: boolean
  run: () => void
}) {
  return (
    <Button
      type="text"
      size="small"
      aria-label={label}
      title={label}
      disabled={isOff}
      icon={<Icon name={icon} size={14} />}
      onClick={run}
    />
  )
}
