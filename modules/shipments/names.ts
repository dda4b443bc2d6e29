import type { Bilingual } from '#platform/text.ts'
import type { ProofKind } from './proof.ts'
import type { ShipmentState } from './shipment.ts'

export const shipmentStateNames = {
  planned: { zh: '待拣货', en: 'To pick' },
  picking: { zh: '拣货中', en: 'Being picked' },
  packed: { zh: '已包装', en: 'Packed' },
  handed_over: { zh: '已交接', en: 'On the road' },
  delivered: { zh: '已签收', en: 'Delivered' },
  returned: { zh: '已退回', en: 'Returned' },
  lost: { zh: '已丢失', en: 'Lost' },
  cancelled: { zh: '已取消', en: 'Cancelled' },
} satisfies Record<ShipmentState, Bilingual>

export const proofNames = {
  signature: { zh: '签名', en: 'Signature' },
  photo: { zh: '照片', en: 'Photo' },
  code: { zh: '取件码', en: 'Code' },
  paper: { zh: '签收人', en: 'Signed by' },
} satisfies Record<ProofKind, Bilingual>
