import type { Text } from '#platform/text.ts'
import { purchasingApi } from '#modules/purchasing/api.ts'
import { orderedStates } from '#modules/purchasing/purchase.ts'
import type { Purchase } from '#web/features/purchasing/purchase-text.tsx'
import { call } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { Lookup } from '#web/ui/fields.tsx'
import { useGo } from '#web/ui/link.tsx'
import type { Found } from '#web/ui/list-types.ts'

const text = { choose: { zh: '选择采购订单', en: 'Choose a purchase order' } } satisfies Text

const FOUND_MAX = 20

type PurchaseFieldProps = {
  id?: string
  value?: string | null
  current: Purchase | null
}

/** The order to a supplier the goods belong to. Choosing another one begins its receipt: warehouse, supplier and lines are its own. */
export function PurchaseField({ id, value, current }: PurchaseFieldProps) {
  const t = useText(text)
  const go = useGo()
  const canSee = useCan('purchase.read')
  const shown = current && { value: current.id, label: `${current.number} · ${current.supplier.name}` }
  return (
    <Lookup
      {...(id ? { id } : {})}
      find={canSee ? findOrdered : noneFound}
      label={t.choose}
      value={value ?? null}
      current={shown ?? undefined}
      isDisabled={!canSee}
      onChange={(chosen) => go(chosen ? paths.receivePurchase(chosen) : paths.newReceipt)}
    />
  )
}

/** Those that suppliers have, and that have not come in full. */
async function findOrdered(search: string): Promise<Found[]> {
  const query = { limit: FOUND_MAX, state: [...orderedStates], sort: 'expected', ...(search && { search }) }
  const { rows } = await call(purchasingApi.listPurchases, { query })
  return rows.map((one) => ({ value: one.id, label: `${one.number} · ${one.supplier.name}` }))
}

const noneFound = async (): Promise<Found[]> => []
