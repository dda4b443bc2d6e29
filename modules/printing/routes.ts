import { type BoundOperation, routes } from '#platform/http.ts'
import { printingApi } from './api.ts'
import { openPrint, previewTemplate } from './files.ts'
import { getPrint, listPrints } from './log.ts'
import { addLogo, openLogo } from './logos.ts'
import { checkPrint, startPrint } from './prints.ts'
import { listPrivacyRules, replacePrivacyRules } from './privacy-rules.ts'
import { privacyRulesId } from './settings.ts'
import { listTemplates, listVersions, saveTemplate } from './templates.ts'

export const printingRoutes: BoundOperation[] = routes(printingApi, {
  checkPrint: async (ctx, { body }) => {
    const check = await checkPrint(ctx, body)
    return { ...check, fullParts: [...check.fullParts] }
  },
  startPrint: (ctx, { body }) => startPrint(ctx, body),
  listPrints: (ctx, { query }) => listPrints(ctx, query),
  getPrint: (ctx, { params }) => getPrint(ctx, params.id),
  openPrint: (ctx, { params, query }) => openPrint(ctx, { id: params.id, ...query }),
  listPrintTemplates: async (ctx) => ({ rows: await listTemplates(ctx) }),
  listTemplateVersions: async (ctx, { params }) => ({ rows: await listVersions(ctx, params.document) }),
  savePrintTemplate: (ctx, { params, body }) => saveTemplate(ctx, { ...params, ...body }),
  previewPrintTemplate: (ctx, { params, body }) => previewTemplate(ctx, { ...params, ...body }),
  addPrintLogo: (ctx, { file }) => addLogo(ctx, file),
  getPrintLogo: (ctx, { params }) => openLogo(ctx, params.id),
  listPrivacyRules: async (ctx) => ({ id: privacyRulesId(ctx.tenant.id), rows: await listPrivacyRules(ctx) }),
  replacePrivacyRules: async (ctx, { body }) => ({
    id: privacyRulesId(ctx.tenant.id),
    rows: await replacePrivacyRules(ctx, body.rules),
  }),
})
