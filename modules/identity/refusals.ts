import type { Bilingual } from '#platform/text.ts'

export const refusals = {
  'session.wrong_credentials': {
    zh: '公司代码、邮箱、密码或验证码不正确',
    en: 'The company code, e-mail, password or code is not right',
  },
  'session.code_needed': { zh: '请输入验证器中的六位数字', en: 'Enter the six digits of your authenticator' },
  'user.email_taken': { zh: '该邮箱已被使用，请换一个', en: 'This e-mail is taken. Use another one' },
  'user.disabled_self': { zh: '不能停用自己的账号', en: 'You cannot disable your own account' },
  'user.own_password': {
    zh: '自己的密码请在“个人设置”中修改',
    en: 'Change your own password under “My settings”',
  },
  'user.above_own': {
    zh: '该用户的权限或数据范围超出您的，不能重置其密码',
    en: 'This user may do or see more than you. You cannot reset their password',
  },
  'user.last_manager': {
    zh: '至少要保留一名可管理用户的启用账号',
    en: 'At least one active account must be able to manage users',
  },
  'user.weak_password': {
    zh: '密码至少 10 个字符，且不能是常见密码',
    en: 'A password needs 10 characters or more and must not be a common one',
  },
  'user.wrong_password': { zh: '当前密码不正确', en: 'The current password is not right' },
  'user.totp_confirmed': { zh: '两步验证已启用', en: 'Two-step log-in is already on' },
  'user.totp_wrong': {
    zh: '验证码不正确，请核对手机时间后重试',
    en: 'The code is not right. Check the clock of your phone and try again',
  },
  'user.totp_not_started': { zh: '请先生成两步验证密钥', en: 'Start two-step log-in first' },
  'role.above_own': { zh: '不能授予自己没有的权限', en: 'You cannot grant permissions you do not have' },
  'role.in_use': {
    zh: '该角色仍有用户使用，不能删除',
    en: 'Users still have this role; it cannot be deleted',
  },
  'role.built_in': { zh: '系统自带角色不能删除', en: 'A built-in role cannot be deleted' },
  'role.disabled': {
    zh: '该角色已停用，不能再分配。请选择其他角色，或先启用它',
    en: 'This role is switched off and cannot be given anew. Choose another, or switch it on first',
  },
  'api_key.revoked': {
    zh: '密钥已吊销，不能恢复。请按它新建一个',
    en: 'This key is revoked for good. Make a new one like it',
  },
  'role.key_taken': { zh: '角色标识已存在', en: 'This role key is taken' },
  'team.disabled': {
    zh: '该团队已停用，不能再选用。请选择其他团队，或先启用它',
    en: 'This team is switched off and cannot be chosen anew. Choose another, or switch it on first',
  },
  'team.name_taken': { zh: '团队名称已存在', en: 'This team name is taken' },
  'api_key.expiry_too_long': { zh: '密钥有效期最长一年', en: 'A key is valid for a year at most' },
  'tenant.not_sandbox': {
    zh: '只有演示公司可以恢复到初始状态，正式公司的数据不能清除',
    en: 'Only a demo company can be put back to its first state; the data of a real company are never cleared',
  },
  'tenant.reset_under_way': { zh: '正在恢复，请稍候', en: 'It is being put back already. Wait a little' },
  'tenant.reset_not_confirmed': {
    zh: '请输入公司代码以确认',
    en: 'Type the code of the company to confirm',
  },
  'tenant.slug_taken': { zh: '公司代码已被使用', en: 'This company code is taken' },
} satisfies Record<string, Bilingual>

type Codes = typeof refusals
declare module '#platform/errors.ts' {
  interface Refusals extends Record<keyof Codes, true> {}
}
