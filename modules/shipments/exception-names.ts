import type { ExceptionKind } from './shipment-types.ts'

export const exceptionKindNames = {
  no_movement: { zh: '轨迹停滞', en: 'No movement' },
  failed_attempt: { zh: '派送失败', en: 'Failed attempt' },
  damage: { zh: '破损', en: 'Damage' },
  loss: { zh: '丢失', en: 'Loss' },
  refused: { zh: '拒收', en: 'Refused' },
  address: { zh: '地址问题', en: 'Address' },
  customs: { zh: '清关', en: 'Customs' },
  delay: { zh: '延误', en: 'Delay' },
  short: { zh: '短少', en: 'Short' },
  other: { zh: '其他', en: 'Other' },
} satisfies Record<ExceptionKind, { zh: string; en: string }>
