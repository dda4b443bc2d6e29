import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { patterned } from '#platform/schema.ts'
import { trackingStatuses } from '#modules/shipments/tracking.ts'
import { confidences, nextSteps } from './tracking-page.ts'

const Moment = z.string().nullable()
const Token = z.string().min(1).max(200)

const PublicShipment = z.object({
  /** 1, 2, ...: the parts of the order; numbers of ours stay with us. */
  part: z.int(),
  waybill: z.string().nullable(),
  carrier: z.string().nullable(),
  status: z.enum(trackingStatuses),
  expectedAt: Moment,
  deliveredAt: Moment,
  confidence: z.enum(confidences),
  cases: z.int().nullable(),
  next: z.enum(nextSteps),
  /** Newest first. Place is a city or nothing. */
  events: z.array(z.object({ at: z.string(), status: z.enum(trackingStatuses), place: z.string() })),
})

export const PublicTracking = z.object({
  company: z.string(),
  locale: z.enum(['zh', 'en']),
  zone: z.string(),
  supportPhone: z.string().nullable(),
  order: z.object({
    number: z.string(),
    placedAt: z.string(),
    state: z.enum(['preparing', 'on_the_way', 'delivered', 'cancelled']),
  }),
  promisedAt: Moment,
  late: z.boolean(),
  next: z.enum(nextSteps),
  shipments: z.array(PublicShipment),
  /** Only after the tail of the phone number was given. */
  consignee: z.object({ name: z.string(), city: z.string() }).nullable(),
})

export const portalApi = {
  getPublicTracking: op({
    method: 'GET',
    path: '/public/tracking/{token}',
    permission: 'public',
    summary: { zh: '公开查询页', en: 'Public tracking page' },
    params: z.object({ token: Token }),
    result: PublicTracking,
  }),
  unlockPublicTracking: op({
    method: 'POST',
    path: '/public/tracking/{token}/phone',
    permission: 'public',
    summary: { zh: '凭手机尾号查看更多', en: 'See more by the tail of the phone number' },
    params: z.object({ token: Token }),
    body: z.strictObject({
      tail: patterned(/^\d{4}$/, {
        zh: '请填写电话的后四位数字',
        en: 'Give the last four digits of the phone',
      }),
    }),
    result: PublicTracking,
  }),
} satisfies OperationTable
