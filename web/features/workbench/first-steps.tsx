import { useEffect, useState } from 'react'
import { customersApi } from '#modules/customers/api.ts'
import { identityApi } from '#modules/identity/api.ts'
import { inventoryApi } from '#modules/inventory/api.ts'
import { ordersApi } from '#modules/orders/api.ts'
import type { Text } from '#platform/text.ts'
import { useOperation } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { useCan, useMe } from '#web/lib/session.ts'
import { readStored, writeStored } from '#web/lib/store.ts'
import { paths } from '#web/paths.ts'
import { Icon } from '#web/ui/icons.tsx'
import { PageLink } from '#web/ui/link.tsx'

const text = {
  title: { zh: '开始使用', en: 'Getting started' },
  help: {
    zh: '完成以下准备，就能接单、作出承诺并盯到兑现。已完成 {done} / {all}。',
    en: 'With these in place you can take orders, promise dates and watch them. {done} of {all} done.',
  },
  warehouse: { zh: '登记仓库', en: 'Add a warehouse' },
  warehouseWhy: {
    zh: '订单从哪里发、几点截单、到各地几天',
    en: 'Where orders ship from, the cut-off, days to each place',
  },
  product: { zh: '导入商品', en: 'Import products' },
  productWhy: { zh: '用 Excel 或 CSV，一次全部导入', en: 'All at once from Excel or CSV' },
  stock: { zh: '登记库存', en: 'Receive stock' },
  stockWhy: { zh: '扫码收货，或导入盘点表', en: 'By scanning, or from a count sheet' },
  customer: { zh: '导入客户', en: 'Import customers' },
  customerWhy: { zh: '连同地点与联系人', en: 'With their places and contacts' },
  colleague: { zh: '邀请同事', en: 'Add colleagues' },
  colleagueWhy: {
    zh: '按岗位给角色，只看自己负责的仓库或客户',
    en: 'Roles by job, scopes by warehouse or customer',
  },
  order: { zh: '录入第一张订单', en: 'Take the first order' },
  orderWhy: { zh: '手工录入、粘贴或导入', en: 'By form, by pasting, or from a file' },
  done: { zh: '已完成', en: 'Done' },
} satisfies Text

const ONE = { query: { limit: 1 } }
const TWO = { query: { limit: 2 } }

/** For a company that has just begun: what is still missing before the first promise. Gone once all is there. */
export function FirstSteps() {
  // Who may not look at all of it cannot tell what is missing.
  const mayAll = [
    useCan('inventory.read'),
    useCan('customer.read'),
    useCan('user.read'),
    useCan('order.read'),
  ].every(Boolean)
  const { tenant } = useMe()
  // What was complete once is not asked for again in this browser: six questions at every start of a day.
  const [isDone, setDone] = useState(readStored<string>(DONE) === tenant.slug)
  const remember = () => {
    writeStored(DONE, tenant.slug)
    setDone(true)
  }
  return mayAll && !isDone ? <Steps onDone={remember} /> : null
}

const DONE = 'set-up-done'

function Steps({ onDone }: { onDone: () => void }) {
  const t = useText(text)
  const has = {
    warehouse: useHas(useOperation(inventoryApi.listWarehouses, ONE)),
    product: useHas(useOperation(inventoryApi.listProducts, ONE)),
    stock: useHas(useOperation(inventoryApi.listStock, ONE)),
    customer: useHas(useOperation(customersApi.listCustomers, ONE)),
    colleague: useHas(useOperation(identityApi.listUsers, TWO), 2),
    order: useHas(useOperation(ordersApi.listOrders, ONE)),
  }
  const steps = [
    { key: 'warehouse', to: paths.warehouses },
    { key: 'product', to: paths.newImport },
    { key: 'stock', to: paths.newReceipt },
    { key: 'customer', to: paths.newImport },
    { key: 'colleague', to: paths.users },
    { key: 'order', to: paths.newOrder },
  ] as const
  const known = Object.values(has)
  const done = known.filter(Boolean).length
  const isDone = done === steps.length
  useEffect(() => {
    if (isDone) onDone()
  }, [isDone, onDone])
  if (known.includes(null) || isDone) return null
  return (
    <section className="n-panel n-section">
      <div className="n-section-head">
        <h2>{t.title}</h2>
        <span className="n-quiet">{fill(t.help, { done, all: steps.length })}</span>
      </div>
      <ol className="n-steps">
        {steps.map(({ key, to }) => (
          <li key={key} data-done={has[key]}>
            <Icon name={has[key] ? 'check' : 'plus'} size={16} />
            <PageLink to={to}>{t[key]}</PageLink>
            <span className="n-quiet">{has[key] ? t.done : t[`${key}Why`]}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** Whether a list has rows; null until it is known. */
function useHas({ data }: { data: { rows: readonly unknown[] } | undefined }, atLeast = 1): boolean | null {
  return data ? data.rows.length >= atLeast : null
}
