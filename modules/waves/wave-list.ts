import { listSpec } from '#platform/list-spec.ts'
import { waveStateNames, waveStates } from './wave.ts'

/** What the list of waves can be filtered and sorted by. */
export const waveList = listSpec({
  fields: {
    state: {
      kind: 'choice',
      values: waveStates,
      names: waveStateNames,
      label: { zh: '状态', en: 'State' },
    },
    createdBy: { kind: 'ref', label: { zh: '发起人', en: 'Asked by' } },
    created: { kind: 'day', range: ['from', 'to'], label: { zh: '发起日期', en: 'Asked on' } },
    chosen: { kind: 'flag', label: { zh: '只含选定的订单', en: 'Only chosen orders' } },
  },
  sorts: {
    created: { kind: 'instant' },
    ended: { kind: 'instant', isNullable: true },
    number: { kind: 'text' },
    state: { kind: 'text' },
    changed: { kind: 'number', isNullable: true },
  },
  defaultSort: '-created',
})
