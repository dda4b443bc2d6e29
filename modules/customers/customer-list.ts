import { listSpec } from '#platform/list-spec.ts'
import { holdKinds, holdNames, kindNames, partyKinds, partyRoles, roleNames } from './party.ts'

/** Beside the kinds of hold: any of them, and none. */
const holdChoices = {
  any: { zh: '有任意冻结', en: 'Any hold' },
  ...holdNames,
  none: { zh: '没有冻结', en: 'No hold' },
}

/** What the list of customers can be filtered and sorted by. */
export const customerList = listSpec({
  fields: {
    role: { kind: 'choice', values: partyRoles, names: roleNames, label: { zh: '角色', en: 'Role' } },
    class: { kind: 'text', isNullable: true, label: { zh: '分级', en: 'Class' } },
    hold: {
      kind: 'choice',
      values: ['any', ...holdKinds, 'none'],
      names: holdChoices,
      label: { zh: '冻结', en: 'Hold' },
    },
    kind: { kind: 'choice', values: partyKinds, names: kindNames, label: { zh: '类型', en: 'Kind' } },
    created: { kind: 'day', label: { zh: '建档日期', en: 'Added on' } },
    number: { kind: 'text', label: { zh: '客户编号', en: 'Number' } },
    ref: { kind: 'text', isNullable: true, label: { zh: '外部编号', en: 'Number elsewhere' } },
  },
  sorts: {
    added: { kind: 'id' },
    created: { kind: 'instant' },
    number: { kind: 'text' },
    name: { kind: 'text' },
    /** Who orders, then who receives, then suppliers and carriers. */
    relation: { kind: 'integer' },
  },
  defaultSort: 'relation,name',
})
