import type { Text } from '#platform/text.ts'
import { useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { PageLink } from '#web/ui/link.tsx'
import '#web/features/inventory/inventory.css'

const text = {
  label: { zh: '库存视图', en: 'Views of stock' },
  byWarehouse: { zh: '按仓库', en: 'By warehouse' },
  byProduct: { zh: '按商品合计', en: 'By product' },
} satisfies Text

/** The two views of stock; the router marks the one that is open. */
export function StockTabs() {
  const t = useText(text)
  return (
    <nav aria-label={t.label} className="n-inv-tabs">
      <PageLink to={paths.stock} isExact>
        {t.byWarehouse}
      </PageLink>
      <PageLink to={paths.stockTotals} isExact>
        {t.byProduct}
      </PageLink>
    </nav>
  )
}
