import type { ResultOf } from '#platform/api.ts'
import type { printingApi } from '#modules/printing/api.ts'

export type PrintRow = ResultOf<typeof printingApi.listPrints>['rows'][number]
export type Template = ResultOf<typeof printingApi.listPrintTemplates>['rows'][number]
