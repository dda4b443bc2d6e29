import type { Allocation } from './allocation.ts'
import type { LineExplanation, Rejection } from './allocation-reasons.ts'
import type { AllocationView, TrimmedExplanation } from './order-types.ts'

/** Rejected warehouses told one by one for each line; the others are counted by reason. */
export const REJECTIONS_TOLD = 4

// What a reader wants to know first: what almost won, then what would have been late, then what cannot.
const RELEVANCE = {
  costs_more: 0,
  misses_promise: 1,
  split_limit: 2,
  ship_complete: 3,
  no_stock: 4,
  does_not_serve: 5,
} as const

/** The explanation as it is kept and shown: bounded however many warehouses there are. */
export function trimExplanation({ lineNo, chosen, rejected }: LineExplanation): TrimmedExplanation {
  const sorted = rejected.length > REJECTIONS_TOLD ? rejected.toSorted(byRelevance) : rejected
  const others: Record<string, number> = {}
  for (const { reason } of sorted.slice(REJECTIONS_TOLD)) others[reason] = (others[reason] ?? 0) + 1
  return { lineNo, chosen, rejected: sorted.slice(0, REJECTIONS_TOLD), others }
}

/** An allocation as it is kept and shown. */
export function viewOfAllocation(allocation: Allocation, at: string, shipComplete: boolean): AllocationView {
  const { totalCostMinor, cost, exact, explanation } = allocation
  return { at, costMinor: totalCostMinor, cost, exact, shipComplete, lines: explanation.map(trimExplanation) }
}

function byRelevance(a: Rejection, b: Rejection): number {
  return RELEVANCE[a.reason] - RELEVANCE[b.reason] || (a.extraCostMinor ?? 0) - (b.extraCostMinor ?? 0)
}
