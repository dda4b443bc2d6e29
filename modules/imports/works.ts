import type { ImportKind } from './kind.ts'
import { orderWork } from './kind-orders.ts'
import { productWork } from './kind-products.ts'
import type { KindWork } from './kind-work.ts'

/** What each kind knows to do. */
export const works: Partial<Record<ImportKind, KindWork>> = {
  orders: orderWork,
  products: productWork,
}

export function workOf(kind: ImportKind): KindWork {
  const work = works[kind]
  if (!work) throw new Error(`no work for ${kind}`)
  return work
}
