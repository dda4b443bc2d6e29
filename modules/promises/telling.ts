import type { Bilingual } from '#platform/text.ts'

/** Ways a customer is told of a promise. */
export const channelNames = {
  phone: { zh: '电话', en: 'Phone' },
  email: { zh: '邮件', en: 'E-mail' },
  sms: { zh: '短信', en: 'Text message' },
  wechat: { zh: '微信', en: 'WeChat' },
  portal: { zh: '客户门户', en: 'Portal' },
  api: { zh: '接口', en: 'API' },
  paper: { zh: '书面', en: 'Paper' },
} satisfies Record<string, Bilingual>
export type Channel = keyof typeof channelNames

export const isChannel = (name: string | undefined): name is Channel =>
  name !== undefined && Object.hasOwn(channelNames, name)
