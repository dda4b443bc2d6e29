import { createTrackingLink } from '#modules/shipments/links.ts'
import type { Ctx } from '#platform/ctx.ts'
import { dateText } from '#platform/format.ts'
import { SECRET_MARK } from '#platform/mail.ts'
import { publicUrl } from '#platform/public-url.ts'
import { type Locale, fill } from '#platform/text.ts'
import { type NoticeReason, isFollowed } from './customer-notice.ts'

/** Goods are delivered and questions asked within so many days, mostly. */
const LINK_DAYS = 60

const words = {
  zh: '查询订单进度（无需登录，{day} 前有效）：{url}',
  en: 'Follow your order, without log-in, until {day}: {url}',
} as const

type Followed = { orderId: string; reason: NoticeReason; locale: Locale }

/** Whether the mail of a notice ends with a link to the public page of its order. */
export const hasTrackingLine = ({ reason }: Pick<Followed, 'reason'>): boolean =>
  isFollowed(reason) && publicUrl() !== null

/**
 * A new link to the public page of the order, and the line that names it. The token is known to the mail alone: the line has a mark in its
 * place, which the sender of mails fills in.
 */
export async function trackingLine(
  ctx: Ctx,
  { orderId, reason, locale }: Followed,
): Promise<{ line: string; secret: string } | null> {
  const url = publicUrl()
  if (url === null || !isFollowed(reason)) return null
  const { token, path, expiresAt } = await createTrackingLink(ctx, { orderId, days: LINK_DAYS })
  const day = dateText(expiresAt, ctx.tenant.zone)
  return { line: fill(words[locale], { day, url: url + path.replace(token, SECRET_MARK) }), secret: token }
}
