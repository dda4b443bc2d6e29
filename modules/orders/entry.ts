import { orderingRoles } from '#modules/customers/party.ts'
import { getCustomer, listCustomers } from '#modules/customers/queries.ts'
import { listProducts } from '#modules/inventory/queries.ts'
import type { Ctx } from '#platform/ctx.ts'

type Search = { search?: string | undefined; limit: number }

/** Names alone of the customers in scope who may order. */
export async function findBuyers(ctx: Ctx, question: Search) {
  const { rows } = await listCustomers(ctx, { ...question, role: [...orderingRoles], archived: false })
  return { rows: rows.map(({ id, number, name }) => ({ id, number, name })) }
}

export async function listBuyerSites(ctx: Ctx, id: string) {
  const { sites } = await getCustomer(ctx, id)
  return {
    rows: sites.flatMap(({ id: siteId, name, country, archivedAt }) =>
      archivedAt === null ? [{ id: siteId, name, country }] : [],
    ),
  }
}

export async function findGoods(ctx: Ctx, question: Search) {
  const { rows } = await listProducts(ctx, question)
  return { rows: rows.map(({ id, sku, name }) => ({ id, sku, name })) }
}
