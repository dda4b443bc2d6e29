import type { Bilingual } from '#platform/text.ts'

/** Headings of the keyboard sheet for what works on every page. */
export const helpGroup: Bilingual = { zh: '随处可用', en: 'Anywhere' }
