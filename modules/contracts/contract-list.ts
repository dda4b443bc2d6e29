import { listSpec } from '#platform/list-spec.ts'

/** What the list of contracts can be filtered and sorted by. */
export const contractList = listSpec({
  fields: {
    customerId: { kind: 'ref', isNullable: true, label: { zh: '客户', en: 'Customer' } },
    ended: { kind: 'flag', label: { zh: '已终止', en: 'Ended' } },
    from: { kind: 'day', isDate: true, label: { zh: '生效日期', en: 'Valid from' } },
    to: { kind: 'day', isDate: true, isNullable: true, label: { zh: '到期日期', en: 'Valid to' } },
    number: { kind: 'text', label: { zh: '合同编号', en: 'Number' } },
    drafts: { kind: 'number', label: { zh: '草稿', en: 'Drafts' } },
  },
  sorts: {
    /** The standard set first. */
    standard: { kind: 'flag' },
    added: { kind: 'id' },
    number: { kind: 'text' },
    name: { kind: 'text' },
    from: { kind: 'date' },
    to: { kind: 'date', isNullable: true },
    published: { kind: 'number' },
    drafts: { kind: 'number' },
  },
  defaultSort: '-standard,-added',
})
