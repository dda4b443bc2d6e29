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

const URGENCY: readonly NextStep[] = [
  'nothing',
  'wait_for_dispatch',
  'check_goods',
  'be_reachable',
  'collect',
  'arrange_again',
  'contact_us',
]

/** Of several shipments the step that cannot wait. */
export function mostPressing(steps: readonly NextStep[]): NextStep {
  return steps.reduce<NextStep>(
    (most, step) => (URGENCY.indexOf(step) > URGENCY.indexOf(most) ? step : most),
    steps.length === 0 ? 'wait_for_dispatch' : 'nothing',
  )
}

export function confidenceOf(expected: boolean, cases: number | null): Confidence {
  if (!expected) return 'none'
  if (cases === null || cases === 0) return 'plan'
  return cases >= MANY_CASES ? 'high' : 'medium'
}

const CHINESE_PLACE =
  /^(?:中国|China)?[\s,，]*((?:[\u4e00-\u9fff]{2,8}?(?:省|自治区|特别行政区))?[\u4e00-\u9fff]{2,9}?(?:市|自治州|地区|盟)(?![场内区政北南东西中民]))/
const MUNICIPALITY = /^(北京|上海|天津|重庆)/
const WESTERN_PLACE = /^([A-Z][A-Za-z.'’ -]{1,30}), ?([A-Z]{2})$/
const STREET_WORD =
  /\b(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|ct|way|building|bldg|suite|floor|room)\b\.?/i

/**
 * City of a place as carriers write it, or '': 广东省广州市天河区某路1号 gives 广东省广州市, 'Memphis, TN' stays. Whatever is not
 * plainly a city is hidden, for carriers put streets, names and telephones there.
 */
export function cityOf(place: string): string {
  const text = place.trim().normalize('NFKC')
  const city = CHINESE_PLACE.exec(text)?.[1] ?? MUNICIPALITY.exec(text)?.[1]
  if (city) return city
  const western = WESTERN_PLACE.exec(text)
  return western && !STREET_WORD.test(text) ? text : ''
}
