import type { Bilingual } from '#platform/text.ts'

export const refusals = {
  'note.empty': { zh: '请输入备注内容', en: 'Write something first' },
  'note.internal_only': {
    zh: '您只能写客户可见的备注',
    en: 'You may only write notes the customer sees',
  },
  'note.mentions_in_public': {
    zh: '客户可见的备注不能 @ 同事，请改为仅内部可见或去掉 @',
    en: 'A note the customer sees mentions nobody. Make it internal or take the mention out',
  },
  'note.cannot_grant': {
    zh: '{names} 看不到这条记录，而您是被授权查看的，不能再授权他人。请去掉这些 @',
    en: '{names} may not see this record, and you read it by a grant yourself: you cannot open it to others. Take these mentions out',
  },
  'note.too_many_people': {
    zh: '一次最多 @ {max} 人（含团队成员），请缩小范围',
    en: 'At most {max} people at once, members of teams counted. Mention fewer',
  },
  'note.unknown_person': {
    zh: '@ 的人员或团队不存在或已停用，请重新选择',
    en: 'Somebody mentioned is unknown or disabled. Choose again',
  },
  'note.not_yours': {
    zh: '只能删除自己写的备注；删除他人的需要权限“删除他人的备注与附件、收回查看权”',
    en: 'You may remove only your own notes; others need the permission to remove other people’s notes',
  },
  'note.removed': { zh: '这条备注已被删除', en: 'This note was already removed' },
  'attachment.kind_refused': {
    zh: '不支持“{name}”这种文件。可上传：{allowed}',
    en: '“{name}” is of a kind that is not taken. Taken are: {allowed}',
  },
  'attachment.not_what_it_says': {
    zh: '“{name}”的内容与扩展名不符，请用原程序另存后再上传',
    en: 'What is in “{name}” is not what its name says. Save it again with its own program',
  },
  'attachment.too_many': {
    zh: '每条记录最多 {max} 个附件，请先删除不用的',
    en: 'A record holds at most {max} files. Remove some first',
  },
  'attachment.not_yours': {
    zh: '只能删除自己上传的附件；删除他人的需要权限“删除他人的备注与附件、收回查看权”',
    en: 'You may remove only your own files; others need the permission to remove other people’s files',
  },
  'attachment.removed': { zh: '这个附件已被删除', en: 'This file was already removed' },
  'attachment.no_preview': {
    zh: '这种文件不能预览，请下载后查看',
    en: 'This kind of file has no preview. Download it',
  },
} satisfies Record<string, Bilingual>

type Codes = keyof typeof refusals
declare module '#platform/errors.ts' {
  interface Refusals extends Record<Codes, true> {}
}
