import { type ListSpec, listSpec } from '#platform/list-spec.ts'
import { handoverStateNames, handoverStates, requestStateNames, requestStates } from './handover.ts'

const stateField = { kind: 'choice', values: handoverStates, names: handoverStateNames } as const
const pickUpFields = {
  carrierId: { kind: 'ref', label: { zh: '承运商', en: 'Carrier' } },
  warehouseId: { kind: 'ref', label: { zh: '仓库', en: 'Warehouse' } },
  pickUp: { kind: 'day', range: ['from', 'to'], label: { zh: '揽收日期', en: 'Pick-up on' } },
  signed: {
    kind: 'day',
    isNullable: true,
    range: ['signedFrom', 'signedTo'],
    label: { zh: '交接日期', en: 'Handed over on' },
  },
} as const satisfies ListSpec['fields']

/** What the hand-over lists can be filtered and sorted by. */
export const handoverList = listSpec({
  fields: {
    state: { ...stateField, label: { zh: '状态', en: 'State' } },
    request: {
      kind: 'choice',
      values: requestStates,
      names: requestStateNames,
      label: { zh: '揽收通知', en: 'Pick-up request' },
    },
    ...pickUpFields,
  },
  sorts: {
    made: { kind: 'instant' },
    pickUp: { kind: 'instant' },
    signed: { kind: 'instant', isNullable: true },
    number: { kind: 'text' },
    state: { kind: 'text' },
  },
  defaultSort: '-made',
})

/** The same of what stands on them, one row for each shipment. */
export const handoverItemList = listSpec({
  fields: {
    listId: { kind: 'ref', label: { zh: '交接单', en: 'Hand-over list' } },
    state: { ...stateField, label: { zh: '交接单状态', en: 'State of the list' } },
    ...pickUpFields,
    short: { kind: 'flag', label: { zh: '有差异', en: 'Differs' } },
  },
  sorts: { pickUp: { kind: 'instant' }, list: { kind: 'text' }, shipment: { kind: 'text' } },
  defaultSort: '-pickUp,shipment',
})
