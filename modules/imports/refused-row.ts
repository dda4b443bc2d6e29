import type { RowProblem as OrderProblem } from '#modules/orders/orders.ts'
import { refusals as orderRefusals } from '#modules/orders/refusals.ts'
import { platformRefusals } from '#platform/errors.ts'
import { fill } from '#platform/text.ts'
import type { RowProblem } from './batch.ts'
import type { Mapping } from './columns.ts'
import type { OrderDraft, Problems } from './order-row.ts'

const texts = { ...platformRefusals, ...orderRefusals }

/** A refusal of an order as a whole (its reference is taken), at all of its rows. */
export function problemsOfRefusal(
  { rowNos }: OrderDraft,
  { code, details }: OrderProblem,
  { mapping }: { mapping: Mapping },
): Problems {
  const { zh, en } = texts[code]
  const field = code === 'order.duplicate_ref' ? 'externalRef' : ''
  const problem: RowProblem = {
    column: field === '' ? '' : (mapping.externalRef ?? ''),
    field,
    code,
    message: { zh: fill(zh, details), en: fill(en, details) },
  }
  return new Map(rowNos.map((rowNo) => [rowNo, [problem]]))
}
