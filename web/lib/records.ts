import { recordTypes, settingTypes } from '#modules/record-types.ts'
import type { AnyRef, RecordRef, RecordType, SettingType } from '#platform/records.ts'
import type { Bilingual } from '#platform/text.ts'
import { paths } from '#web/paths.ts'
import type { IconName } from '#web/ui/icons.tsx'

/** How the web app shows a kind of record: its icon and the page of one record. */
const looks: Record<RecordType | SettingType, { icon: IconName; path: (id: string) => string }> = {
  order: { icon: 'order', path: paths.order },
  wave: { icon: 'layers', path: paths.wave },
  shipment: { icon: 'truck', path: paths.shipment },
  handover_list: { icon: 'clip', path: paths.handover },
  return_order: { icon: 'refresh', path: paths.returnOrder },
  service_order: { icon: 'note', path: paths.serviceOrder },
  promise: { icon: 'promise', path: paths.promise },
  customer: { icon: 'customer', path: paths.customer },
  contract: { icon: 'contract', path: paths.contract },
  clause: { icon: 'contract', path: paths.clause },
  product: { icon: 'product', path: paths.product },
  warehouse: { icon: 'stock', path: paths.warehouse },
  purchase_order: { icon: 'contract', path: paths.purchase },
  goods_receipt: { icon: 'layers', path: paths.receipt },
  import: { icon: 'import', path: paths.importBatch },
  calendar: { icon: 'calendar', path: paths.calendar },
  user: { icon: 'user', path: paths.user },
  role: { icon: 'shield', path: paths.role },
  team: { icon: 'team', path: paths.team },
  api_key: { icon: 'key', path: paths.apiKey },
  view: { icon: 'layers', path: paths.view },
  export_schedule: { icon: 'export', path: () => paths.views },
  print_template: { icon: 'printer', path: paths.printTemplate },
  print_rules: { icon: 'printer', path: paths.printTemplate },
  pickup_rule: { icon: 'truck', path: () => paths.handovers },
  delay_notice_rule: { icon: 'note', path: () => paths.customerNotices },
  kpi: { icon: 'chart', path: () => paths.kpis },
}

const names: Record<RecordType | SettingType, Bilingual> = { ...recordTypes, ...settingTypes }

export const recordName = (type: AnyRef['type']): Bilingual => names[type]
export const recordIcon = (type: AnyRef['type']): IconName => looks[type].icon
export const recordPath = ({ type, id }: AnyRef): string => looks[type].path(id)

const ID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const patterns = (Object.keys(recordTypes) as RecordType[]).map((type) => {
  const [before = '', after = ''] = looks[type].path('~').split('~')
  return { type, pattern: new RegExp(`^${before.replace(/[?]/g, '[?]')}(${ID})${after}$`) }
})

/** The record whose page a path is, if any. */
export function recordOfPath(path: string): RecordRef | null {
  for (const { type, pattern } of patterns) {
    const id = pattern.exec(path)?.[1]
    if (id) return { type, id }
  }
  return null
}
