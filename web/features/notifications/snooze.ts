import { addNaturalDays, instantOf, localDay } from '#modules/scheduling/calendar.ts'
import type { Bilingual } from '#platform/text.ts'

/** Pure: until when news can be put off, from now on; only what lies ahead. */
export type SnoozeChoice = { key: string; text: Bilingual; until: string }

const HOUR_MS = 3_600_000
const MORNING = '08:30'
const EVENING = '17:00'

export function snoozeChoices(now: Date, zone: string): SnoozeChoice[] {
  const nowMs = now.getTime()
  const inDays = (days: number) => localDay(zone, addNaturalDays(zone, nowMs, days - 1))
  const day = new Date(`${localDay(zone, nowMs)}T00:00:00Z`).getUTCDay()
  const toMonday = (8 - day) % 7 || 7
  const choices = [
    { key: 'hour', text: { zh: '1 小时后', en: 'In an hour' }, at: nowMs + HOUR_MS },
    {
      key: 'evening',
      text: { zh: '今天傍晚', en: 'This evening' },
      at: instantOf(zone, localDay(zone, nowMs), EVENING),
    },
    {
      key: 'tomorrow',
      text: { zh: '明天上午', en: 'Tomorrow morning' },
      at: instantOf(zone, inDays(1), MORNING),
    },
    {
      key: 'monday',
      text: { zh: '下周一', en: 'On Monday' },
      at: instantOf(zone, inDays(toMonday), MORNING),
    },
  ]
  return choices
    .filter((choice) => choice.at > nowMs)
    .map(({ key, text, at }) => ({ key, text, until: new Date(at).toISOString() }))
}
