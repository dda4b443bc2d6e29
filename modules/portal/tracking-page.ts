import type { TrackingStatus } from '#modules/shipments/tracking.ts'

/** What the holder of the link can do now. */
export const nextSteps = [
  'nothing',
  'be_reachable',
  'collect',
  'arrange_again',
  'contact_us',
  'check_goods',
  'wait_for_dispatch',
] as const
export type NextStep = (typeof nextSteps)[number]

/** How sure the expected day is: from many cases, from some, only from the route's plan, or not known. */
export const confidences = ['high', 'medium', 'plan', 'none'] as const
export type Confidence = (typeof confidences)[number]

const MANY_CASES = 30

/** The one next step for a shipment in this status; `left`: it is handed over to the carrier. */
export function nextStepOf(status: TrackingStatus, left: boolean): NextStep {
  switch (status) {
    case 'delivered':
      return 'check_goods'
    case 'out_for_delivery':
      return 'be_reachable'
    case 'available_for_collection':
      return 'collect'
    case 'attempt_failed':
      return 'arrange_again'
    case 'exception':
    case 'lost':
    case 'returning':
    case 'returned':
    case 'cancelled':
      return 'contact_us'
    default:
      return left ? 'nothing' : 'wait_for_dispatch'
  }
}

// Goods that came are the whole story only when nothing else is to come.
const URGENCY: readonly NextStep[] = [
  'check_goods',
  'wait_for_dispatch',
  'nothing',
  'be_reachable',
  'collect',
  'arrange_again',
  'contact_us',
]

/** Of several shipments the step that cannot wait. */
export function mostPressing(steps: readonly NextStep[]): NextStep {
  const [first = 'wait_for_dispatch', ...others] = steps
  return others.reduce<NextStep>(
    (most, step) => (URGENCY.indexOf(step) > URGENCY.indexOf(most) ? step : most),
    first,
  )
}

export function confidenceOf(expected: boolean, cases: number | null): Confidence {
  if (!expected) return 'none'
  if (cases === null || cases === 0) return 'plan'
  return cases >= MANY_CASES ? 'high' : 'medium'
}
