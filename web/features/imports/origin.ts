import { formatDay, formatTime } from '#web/lib/format.ts'

const DAY_CHARS = 10

/** Who made an imported record in the system it comes from, and when; null for every other event. */
export function originOf({ type, data }: { type: string; data: Record<string, unknown> }): string | null {
  if (type !== 'import.origin') return null
  const { author, createdAt } = data
  const at = typeof createdAt === 'string' ? createdAt : null
  const when = at === null ? null : at.length > DAY_CHARS ? formatTime(at) : formatDay(at)
  return [typeof author === 'string' ? author : null, when].filter((part) => part !== null).join(' · ')
}
