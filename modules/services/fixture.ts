import type { requestService } from './services.ts'

const HOUR = 3_600_000

/** A request about an order, to be answered in two hours. */
export const serviceOf = (
  orderId: string,
  now: Date,
  given: Partial<Parameters<typeof requestService>[1]> = {},
): Parameters<typeof requestService>[1] => ({
  orderId,
  kind: 'repair',
  channel: 'phone',
  request: '机器不制冷',
  answerBy: new Date(now.getTime() + 2 * HOUR),
  ...given,
})
