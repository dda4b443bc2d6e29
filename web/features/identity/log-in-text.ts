import type { Text } from '#platform/text.ts'

export const text = {
  title: { zh: '登录', en: 'Log in' },
  motto: { zh: '每一个承诺，都有着落', en: 'Every promise, accounted for' },
  mottoMore: {
    zh: '从受理、发运到签收与赔付，承诺了什么、何时到期、是否兑现，一处看清。',
    en: 'From intake and dispatch to delivery and remedy: what was promised, when it falls due, and whether it was kept.',
  },
  tenant: { zh: '公司代码', en: 'Company code' },
  email: { zh: '邮箱', en: 'E-mail' },
  password: { zh: '密码', en: 'Password' },
  code: { zh: '验证码', en: 'Code' },
  codeHelp: {
    zh: '验证器应用里的六位数字，或一个恢复码',
    en: 'Six digits from your authenticator, or a recovery code',
  },
  enter: { zh: '登录', en: 'Log in' },
  entering: { zh: '正在登录…', en: 'Logging in…' },
  show: { zh: '显示密码', en: 'Show the password' },
  hide: { zh: '隐藏密码', en: 'Hide the password' },
  demo: { zh: '演示账号，点一下直接进入', en: 'Demo accounts: one click lets you in' },
  missing: { zh: '请填写{field}', en: 'Enter the {field}' },
} satisfies Text
