import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { type Text } from '#platform/text.ts'
import { inventoryApi } from '#modules/inventory/api.ts'
import { whyNotArchiveProduct } from '#modules/inventory/product.ts'
import { refusals } from '#modules/inventory/refusals.ts'
import { RecordPage } from '#web/features/activity/record-page.tsx'
import { AdjustForm } from '#web/features/inventory/adjust-form.tsx'
import { ProductForm } from '#web/features/inventory/product-form.tsx'
import { ProductMovements } from '#web/features/inventory/product-movements.tsx'
import { ProductReservations } from '#web/features/inventory/product-reservations.tsx'
import { type Product, type StockRow, UseState, stockText } from '#web/features/inventory/stock-text.tsx'
import { StockTable } from '#web/features/inventory/stock-table.tsx'
import { Substitutes } from '#web/features/inventory/substitutes.tsx'
import { useOperation } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import type { Action } from '#web/ui/action-button.tsx'
import { ConfirmAction } from '#web/ui/confirm-action.tsx'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { Figure, Money } from '#web/ui/values.tsx'

const text = {
  products: { zh: '商品', en: 'Products' },
  edit: { zh: '修改', en: 'Change' },
  archive: { zh: '停用', en: 'Archive' },
  restore: { zh: '重新启用', en: 'Restore' },
  archiveTitle: { zh: '停用这个商品？', en: 'Archive this product?' },
  archiveHelp: {
    zh: '停用后不能再下单，历史记录保留，可随时重新启用。',
    en: 'It can no longer be ordered. Its history stays, and it can be restored.',
  },
  restoreTitle: { zh: '重新启用这个商品？', en: 'Restore this product?' },
  restoreHelp: { zh: '启用后可以继续收货和下单。', en: 'It can be received and ordered again.' },
  adjust: { zh: '调整库存', en: 'Adjust stock' },
  category: { zh: '类别', en: 'Category' },
  barcode: { zh: '条码', en: 'Barcode' },
  price: { zh: '单价', en: 'Price' },
  weight: { zh: '单件重量', en: 'Weight of one' },
  grams: { zh: '{n} 克', en: '{n} g' },
  stock: { zh: '各仓库存', en: 'Stock by warehouse' },
  trail: { zh: '查看商品去向', en: 'Where it went' },
} satisfies Text

export function ProductPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const product = useOperation(inventoryApi.getProduct, { params: { id } })
  return <Loaded read={product}>{(found) => <ProductDetail product={found} />}</Loaded>
}

type Open = 'edit' | 'archive' | { adjust: StockRow | null } | null

function ProductDetail({ product }: { product: Product }) {
  const t = useText(text)
  const [canAdjust, canReadStock] = [useCan('stock.adjust'), useCan('inventory.read')]
  const canSeeShipments = useCan('shipment.read')
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  return (
    <>
      <RecordPage
        record={{ type: 'product', id: product.id }}
        copyId={product.sku}
        back={{ to: paths.products, text: t.products }}
        title={`${product.sku} ${product.name}`}
        state={<UseState archivedAt={product.archivedAt} />}
        actions={useProductActions(product, setOpen)}
        properties={useProductProperties(product)}
        side={<Substitutes product={product} />}
      >
        <Section
          title={t.stock}
          extra={
            canSeeShipments && (
              <PageLink to={`${paths.productTrail}?productId=${product.id}`}>{t.trail}</PageLink>
            )
          }
        >
          <StockTable rows={product.stock} onAdjust={canAdjust ? (row) => setOpen({ adjust: row }) : null} />
        </Section>
        {canReadStock && <ProductReservations product={product} />}
        {canReadStock && <ProductMovements product={product} />}
      </RecordPage>
      {open === 'edit' && <ProductForm product={product} onClose={close} />}
      {open === 'archive' && <ArchiveProduct product={product} onClose={close} />}
      {open !== null && typeof open === 'object' && (
        <AdjustForm product={product} row={open.adjust} onClose={close} />
      )}
    </>
  )
}

function useProductActions(product: Product, setOpen: (open: Open) => void): Action[] {
  const t = useText(text)
  const r = useText(refusals)
  const canManage = useCan('inventory.manage')
  const canAdjust = useCan('stock.adjust')
  const isArchived = product.archivedAt !== null
  const refusal = isArchived ? null : whyNotArchiveProduct(product)
  const archive: Action = {
    key: 'archive',
    label: isArchived ? t.restore : t.archive,
    whyNot: refusal && fill(r[refusal], { reserved: product.reserved }),
    run: () => setOpen('archive'),
  }
  return [
    ...(canAdjust
      ? [{ key: 'adjust', label: t.adjust, isPrimary: true, run: () => setOpen({ adjust: null }) }]
      : []),
    ...(canManage ? [{ key: 'edit', label: t.edit, run: () => setOpen('edit') }, archive] : []),
  ]
}

function useProductProperties(product: Product) {
  const t = useText(text)
  const s = useText(stockText)
  return [
    { label: s.onHand, value: <Figure value={product.onHand} /> },
    { label: s.reserved, value: <Figure value={product.reserved} /> },
    { label: s.available, value: <Figure value={product.available} /> },
    { label: t.price, value: <Money minor={product.priceMinor} /> },
    { label: s.unit, value: product.unit },
    { label: t.weight, value: product.weightG > 0 ? fill(t.grams, { n: product.weightG }) : '–' },
    { label: t.category, value: product.category || '–' },
    { label: t.barcode, value: product.barcode ?? '–' },
  ]
}

function ArchiveProduct({ product, onClose }: { product: Product; onClose: () => void }) {
  const t = useText(text)
  const isArchived = product.archivedAt !== null
  return (
    <ConfirmAction
      title={isArchived ? t.restoreTitle : t.archiveTitle}
      help={isArchived ? t.restoreHelp : t.archiveHelp}
      confirmText={isArchived ? t.restore : t.archive}
      isDanger={!isArchived}
      operation={inventoryApi.setProductArchived}
      undoLabel={`${isArchived ? t.restore : t.archive} ${product.name}`}
      toInput={() => ({
        params: { id: product.id },
        body: { archived: !isArchived, version: product.version },
      })}
      onClose={onClose}
    />
  )
}
