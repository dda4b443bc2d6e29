import type { ImportKind } from './kind-names.ts'
import { customerWork } from './kind-customers.ts'
import { orderWork } from './kind-orders.ts'
import { productWork } from './kind-products.ts'
import { shipmentWork } from './kind-shipments.ts'
import { stockWork } from './kind-stock.ts'
import type { KindWork } from './kind-work.ts'

const works: Record<ImportKind, KindWork> = {
  orders: orderWork,
  customers: customerWork,
  products: productWork,
  stock: stockWork,
  shipments: shipmentWork,
}

/** What each kind knows to do. */
export const workOf = (kind: ImportKind): KindWork => works[kind]
