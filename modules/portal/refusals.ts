import type { Bilingual } from '#platform/text.ts'

export const refusals = {
  'tracking_link.wrong_tail': {
    zh: '手机尾号不符，请核对收货时留的号码',
    en: 'The digits do not match. Use the number given for the delivery',
  },
} satisfies Record<string, Bilingual>

type Codes = typeof refusals
declare module '#platform/errors.ts' {
  interface Refusals extends Record<keyof Codes, true> {}
}
