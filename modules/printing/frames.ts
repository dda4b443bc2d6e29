import type { Ctx } from '#platform/ctx.ts'
import type { DocumentKind } from './document.ts'
import { readLogo } from './logos.ts'
import type { PrintFrame } from './print-data.ts'
import type { RenderJob } from './render/render.ts'
import { readTemplate } from './templates.ts'

type Framed = Pick<RenderJob, 'frame' | 'logo'>
/** By whom and when; default: now, by the actor, persons masked. */
type Given = Pick<PrintFrame, 'document' | 'options'> &
  Partial<Pick<PrintFrame, 'isMasked' | 'printedAt' | 'printedBy'>> & { logoId: string | null }

/** What surrounds a document of the company. */
export async function frameWith(ctx: Ctx, { logoId, ...given }: Given): Promise<Framed> {
  const logo = logoId ? await readLogo(ctx, logoId) : null
  return {
    frame: {
      company: ctx.tenant.name,
      zone: ctx.tenant.zone,
      isMasked: true,
      printedAt: ctx.now.toISOString(),
      printedBy: ctx.actor.name,
      logo: logo && { width: logo.width, height: logo.height },
      ...given,
    },
    logo: logo && logo.bytes,
  }
}

/** The same by the company's template; null where it is switched off. */
export async function frameOf(ctx: Ctx, document: DocumentKind): Promise<Framed | null> {
  const { isOn, options, logoId } = await readTemplate(ctx, document)
  return isOn ? frameWith(ctx, { document, options, logoId }) : null
}
