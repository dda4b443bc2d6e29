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
    rows: sites.flatMap((site) =>
      site.archivedAt === null
        ? [{ id: site.id, name: site.name, country: site.country, isComplete: isComplete(site) }]
        : [],
    ),
  }
}

export async function findGoods(ctx: Ctx, question: Search) {
  const { rows } = await listProducts(ctx, question)
  return { rows: rows.map(({ id, sku, name }) => ({ id, sku, name })) }
}

const isComplete = ({ city, street }: { city: string; street: string }): boolean =>
  city.trim() !== '' && street.trim() !== ''
