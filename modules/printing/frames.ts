import type { Ctx } from '#platform/ctx.ts'
import type { DocumentKind } from './document.ts'
import { readLogo } from './logos.ts'
import type { RenderJob } from './render/render.ts'
import { readTemplate } from './templates.ts'

/** What surrounds a document that is drawn now by the company's template, persons masked; null where it is switched off. */
export async function frameOf(
  ctx: Ctx,
  document: DocumentKind,
): Promise<Pick<RenderJob, 'frame' | 'logo'> | null> {
  const template = await readTemplate(ctx, document)
  if (!template.isOn) return null
  const logo = template.logoId ? await readLogo(ctx, template.logoId) : null
  return {
    frame: {
      document,
      options: template.options,
      company: ctx.tenant.name,
      zone: ctx.tenant.zone,
      isMasked: true,
      printedAt: ctx.now.toISOString(),
      printedBy: ctx.actor.name,
      logo: logo && { width: logo.width, height: logo.height },
    },
    logo: logo && logo.bytes,
  }
}
