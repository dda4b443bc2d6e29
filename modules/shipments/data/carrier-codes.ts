/** Every code scheme we read; see PROVENANCE.md in this folder. */
import { aggregatorCodes } from '#modules/shipments/data/aggregator-codes.ts'
import type { CodeTable } from '#modules/shipments/data/code-table.ts'
import { fedexCodes } from '#modules/shipments/data/fedex-codes.ts'
import { standardCodes } from '#modules/shipments/data/standard-codes.ts'
import { upsCodes } from '#modules/shipments/data/ups-codes.ts'

export const carrierSchemes = [
  'kuaidi100',
  'kdniao',
  'yunda_status',
  'yunda_action',
  '51tracking',
  'unece_rec24',
  'edifact_9013',
  'fedex',
  'ups',
] as const

export type CarrierScheme = (typeof carrierSchemes)[number]

export const codeTables: Record<CarrierScheme, CodeTable> = {
  ...aggregatorCodes,
  ...standardCodes,
  fedex: fedexCodes,
  ups: upsCodes,
}
