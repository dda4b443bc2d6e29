import type { Ctx } from '#platform/ctx.ts'
import type { NewFile } from '#platform/files.ts'
import type { Locale } from '#platform/text.ts'
import { frameOf } from './frames.ts'
import { readPurchases } from './purchase-records.ts'
import { renderInThread } from './rendering.ts'
import { say } from './words.ts'

/** An order as the supplier gets it with the mail: by the company's template, with his prices; null where the company has switched it off. */
export async function drawPurchase(
  ctx: Ctx,
  { id, locale }: { id: string; locale: Locale },
): Promise<NewFile | null> {
  const [record] = await readPurchases(ctx, [id], true)
  const made = await frameOf(ctx, 'purchase_order')
  if (!record || !made) return null
  const { bytes } = await renderInThread({
    ...made,
    records: [{ record, locale, nth: 1 }],
    format: 'pdf',
    copies: 1,
    isSpecimen: false,
    asksToPrint: false,
  })
  return {
    name: `${say(locale, 'purchase_order')} ${record.number}.pdf`,
    contentType: 'application/pdf',
    bytes: Buffer.from(bytes),
  }
}
