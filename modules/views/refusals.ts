import type { Bilingual } from '#platform/text.ts'

export const refusals = {
  'view.not_yours': {
    zh: '只有视图的创建人或有共享权限的人可以修改。可另存为自己的视图',
    en: 'Only its maker, or who may share views, can change this one. Save it as your own instead',
  },
  'view.too_many': {
    zh: '这个列表的视图已达上限（50 个），请先删除不用的',
    en: 'This list has its 50 views already. Delete one that is not used',
  },
  'view.no_such_list': { zh: '没有这个列表', en: 'There is no such list' },
  'view.needs_person': {
    zh: '视图属于个人，接口密钥不能保存视图',
    en: 'Views belong to people; an API key cannot keep one',
  },
  'view.not_your_team': {
    zh: '只能共享给自己所在的团队',
    en: 'A view can be shared with a team you are in',
  },
} satisfies Record<string, Bilingual>

type Codes = typeof refusals
declare module '#platform/errors.ts' {
  interface Refusals extends Record<keyof Codes, true> {}
}
