import type { Bilingual } from '#platform/text.ts'
import type { Window } from './calendar.ts'

const builtInNames: Record<string, Bilingual> = {
  natural: { zh: '自然时间', en: 'Natural time' },
  standard: { zh: '标准工作日', en: 'Standard working days' },
  seven_days: { zh: '全周无休', en: 'Seven days a week' },
}

/** The calendars every company starts with carry a Chinese name; until somebody renames them, it is said in both languages. */
export function calendarNameOf({ key, name }: { key: string; name: string }): Bilingual {
  const known = builtInNames[key]
  return known && name === known.zh ? known : { zh: name, en: name }
}

/** Minutes open on a day; a time being typed counts as nothing. */
export function minutesOpen(windows: readonly Window[]): number {
  return windows.reduce((sum, { from, to }) => sum + Math.max(0, minuteOf(to) - minuteOf(from)), 0)
}

function minuteOf(time: string): number {
  const match = /^(\d\d):(\d\d)$/.exec(time)
  return match ? Number(match[1]) * 60 + Number(match[2]) : 0
}
