import { type Ctx, can } from '#platform/ctx.ts'
import type { FieldProblem } from '#platform/errors.ts'
import type { IntakeParty } from '#modules/customers/parties.ts'
import { unitsAt } from './allocation-problem.ts'
import { checkDay, checkOrder } from './check.ts'
import { viewOfAllocation } from './explanation.ts'
import { type Intake, readIntake } from './intake.ts'
import type { AllocationView, HoldKind, NewLine, NewOrder } from './order-types.ts'
import { type LineDemand, type LinePlan, type OrderPlan, planOrder, policyOf } from './plan.ts'
import type { Demand } from './timing.ts'
import { isoOrNull } from './writing.ts'

export type PreviewInput = Omit<NewOrder, 'lines'> & {
  lines: (Omit<NewLine, 'quantity'> & { quantity?: number | undefined })[]
}
export type PreviewLineView = {
  index: number
  productId: string | null
  sku: string
  productName: string
  unit: string
  unitPriceMinor: number
  /** Free units in all warehouses that go there. */
  available: number
  filled: number
  short: number
  shipBy: string | null
  deliverBy: string | null
  contractDeliverBy: string | null
  sources: { warehouseId: string; quantity: number }[]
}
export type Preview = {
  problems: FieldProblem[]
  holds: { kind: HoldKind; reason: string }[]
  duplicateOf: string | null
  lines: PreviewLineView[]
  amountMinor: number
  currency: string
  allocation: AllocationView | null
  warehouses: { id: string; code: string; name: string }[]
}

/** What an order would get if it were placed now, for a form that is half filled in: nothing is written or reserved. */
export async function previewOrder(ctx: Ctx, input: PreviewInput): Promise<Preview> {
  const complete = input.lines.filter(
    (line): line is NewLine => (line.quantity ?? 0) > 0 && Boolean(line.productId || line.sku),
  )
  const order: NewOrder = {
    ...input,
    lines: input.lines.map((line) => ({ ...line, quantity: line.quantity ?? 0 })),
  }
  const intake = await readIntake(ctx, [order])
  const checked = checkOrder({ ...order, lines: complete }, intake.known)
  const plan = planInput(ctx, intake, order)
  const lines = order.lines.map((line, index) =>
    lineView(intake, { line, index, plan: plan?.lines.find((one) => one.lineNo === index + 1) ?? null }),
  )
  const used = new Set(plan?.allocation.shipments.map((shipment) => shipment.warehouseId))
  const preview: Preview = {
    problems: checked.ok ? [] : checked.problems,
    holds: checked.ok ? checked.order.holds : [],
    duplicateOf: checked.ok ? null : (checked.refusal?.details.number ?? null),
    lines,
    amountMinor: lines.reduce(
      (sum, line, i) => sum + line.unitPriceMinor * (order.lines[i]?.quantity ?? 0),
      0,
    ),
    currency: ctx.tenant.currency,
    allocation: plan
      ? viewOfAllocation(plan.allocation, ctx.now.toISOString(), order.shipComplete ?? false)
      : null,
    warehouses: intake.sources
      .filter((source) => used.has(source.id))
      .map(({ id, code, name }) => ({ id, code, name })),
  }
  return can(ctx.actor, 'inside.read') ? preview : fromOutside(preview, order)
}

/** A customer learns what can be promised, not how much lies there, what it costs us and what the desk wrote of him. */
function fromOutside(preview: Preview, order: NewOrder): Preview {
  return {
    ...preview,
    holds: preview.holds.map((hold) => ({ ...hold, reason: '' })),
    lines: preview.lines.map((line, i) => ({
      ...line,
      available: Math.min(line.available, order.lines[i]?.quantity ?? 0),
    })),
    allocation: null,
  }
}

/** Plans the lines that are known so far, for the customer and place that are known so far. */
function planInput(ctx: Ctx, intake: Intake, order: NewOrder): OrderPlan | null {
  const { known, table, sources, available } = intake
  const customer: IntakeParty | undefined = known.customer(order)
  const site = order.siteId ? known.site(order.siteId) : undefined
  const blank = { country: known.country, province: '', city: '', district: '', street: '', postcode: '' }
  const { address } = known.resolveAddress({
    ...blank,
    ...site,
    ...Object.fromEntries(Object.entries(order.address ?? {}).filter(([, value]) => value)),
  })
  const demand: Demand = {
    customerId: customer?.id ?? '',
    classKey: customer?.classKey ?? null,
    service: order.service ?? 'standard',
    urgent: order.urgent ?? false,
    destination: { country: address.country, province: address.province },
  }
  const ignored: FieldProblem[] = []
  const orderMs = checkDay(order.requestedAt, { known, path: '', problems: ignored })
  const lines: LineDemand[] = order.lines.flatMap((line, index) => {
    const product = line.productId || line.sku ? known.product(line) : undefined
    if (!product || line.quantity <= 0) return []
    return [
      {
        lineId: '',
        lineNo: index + 1,
        productId: product.id,
        quantity: line.quantity,
        requestedMs: checkDay(line.requestedAt, { known, path: '', problems: ignored }) ?? orderMs,
      },
    ]
  })
  if (lines.length === 0) return null
  // The plan takes its units from a copy: the page shows what is free before this order.
  return planOrder(
    table,
    { demand, lines, sources, policy: policyOf(ctx.tenant.settings, order.shipComplete ?? false) },
    new Map(available),
  )
}

function lineView(
  { known, sources, available }: Intake,
  { line, index, plan }: { line: NewLine; index: number; plan: LinePlan | null },
): PreviewLineView {
  const product = line.productId || line.sku ? known.product(line) : undefined
  return {
    index,
    productId: product?.id ?? null,
    sku: product?.sku ?? line.sku ?? '',
    productName: product?.name ?? '',
    unit: product?.unit ?? '',
    unitPriceMinor: line.unitPriceMinor ?? product?.priceMinor ?? 0,
    available: product
      ? sources.reduce((sum, source) => sum + unitsAt(available, source.id, product.id), 0)
      : 0,
    filled: plan?.filled ?? 0,
    short: plan?.short ?? 0,
    shipBy: isoOrNull(plan?.ship?.dueMs ?? null),
    deliverBy: isoOrNull(plan?.deliver?.dueMs ?? null),
    contractDeliverBy: isoOrNull(plan?.deliver?.contractDueMs ?? null),
    sources: plan?.sources ?? [],
  }
}
