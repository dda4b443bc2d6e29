import type { Bilingual } from '#platform/text.ts'

export const refusals = {
  'customer.archived': {
    zh: '该客户已归档，请先恢复再修改',
    en: 'This customer is archived. Restore it first',
  },
  'customer.already_held': {
    zh: '该客户已有同类冻结，请先解除',
    en: 'This customer already has a hold of this kind. Release it first',
  },
  'customer.not_held': { zh: '客户没有未解除的冻结', en: 'The customer is not on hold' },
  'customer.hold_released': { zh: '该冻结已解除', en: 'This hold has been released already' },
  'customer.class_unknown': { zh: '分类方案中没有这个等级', en: 'The scheme has no such class' },
  'customer.class_unchanged': { zh: '客户已是该等级', en: 'The customer has this class already' },
  'customer.reference_taken': {
    zh: '该外部编号已被另一客户使用，请核对',
    en: 'Another customer has this external reference. Check it',
  },
  'customer.too_many_sites': {
    zh: '地点数量已达上限，请先归档不用的地点',
    en: 'Too many sites. Archive those no longer used',
  },
  'customer.too_many_contacts': {
    zh: '联系人数量已达上限，请先归档不用的联系人',
    en: 'Too many contacts. Archive those no longer used',
  },
} satisfies Record<string, Bilingual>

type Codes = typeof refusals
declare module '#platform/errors.ts' {
  interface Refusals extends Record<keyof Codes, true> {}
}
