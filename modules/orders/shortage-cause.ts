import type { Bilingual } from '#platform/text.ts'

/** Why goods that were ordered were not there. Source: requirements MET-12. */
export const shortageCauses = {
  supplier_late: { zh: '供应商延迟交货', en: 'Supplier late' },
  supplier_short: { zh: '供应商短交', en: 'Supplier delivered short' },
  reordered_late: { zh: '补货不及时', en: 'Reordered too late' },
  forecast: { zh: '需求预测偏差', en: 'Forecast error' },
  demand_surge: { zh: '需求激增', en: 'Surge in demand' },
  stock_record: { zh: '账实不符', en: 'Stock record wrong' },
  quality_hold: { zh: '质检冻结或不合格', en: 'Held or rejected in quality control' },
  damaged_expired: { zh: '库存破损或过期', en: 'Stock damaged or expired' },
  wrong_place: { zh: '库存分布不当', en: 'Stock in the wrong place' },
  discontinued: { zh: '停产或下架', en: 'Discontinued' },
  other: { zh: '其他原因', en: 'Other cause' },
} satisfies Record<string, Bilingual>
export type ShortageCause = keyof typeof shortageCauses
export const shortageCauseKeys = Object.keys(shortageCauses) as [ShortageCause, ...ShortageCause[]]

/** Nobody has said yet. */
export const noCause: Bilingual = { zh: '原因未定', en: 'No cause named' }

/** A cause by name. Before there was a list the desk wrote it in words of its own: those stay. */
export const causeOf = (cause: string | null): Bilingual =>
  cause === null
    ? noCause
    : ((shortageCauses as Partial<Record<string, Bilingual>>)[cause] ?? { zh: cause, en: cause })
