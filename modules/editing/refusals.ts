import type { Bilingual } from '#platform/text.ts'

export const refusals = {
  'action.already_done': {
    zh: '已经生效，来不及撤销了',
    en: 'It is done already and can no longer be taken back',
  },
  'action.too_many_waiting': {
    zh: '等待生效的操作已有 {max} 项，请几秒后再试',
    en: '{max} acts are waiting already. Try again in a few seconds',
  },
} satisfies Record<string, Bilingual>

declare module '#platform/errors.ts' {
  interface Refusals extends Record<keyof typeof refusals, true> {}
}
