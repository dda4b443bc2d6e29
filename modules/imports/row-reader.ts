import { emit } from '#platform/events.ts'
import type { Ctx } from '#platform/ctx.ts'
import type { Bilingual } from '#platform/text.ts'
import type { RowProblem } from './batch.ts'
import { type Read, readDay, readText } from './cells.ts'
import { fieldOf } from './kind.ts'
import type { RawRow, Setup } from './kind-work.ts'

/** A row being read: its cells by field, and what is wrong with it. */
export type OpenRow = {
  rowNo: number
  problems: RowProblem[]
  /** The cell of a field, else what was given for the whole file, else ''. */ text: (field: string) => string
  /** The cell read; what is wrong with it becomes a problem. */
  read: <T>(field: string, from: (text: string) => Read<T>) => T | undefined
  /** The cell's text must have a value. */ require: (field: string) => void
  add: (field: string, code: string, message: Bilingual) => void
}

/** Opens rows of a batch. */
export function rowOpener({ kind, columns, mapping, constants }: Setup): (row: RawRow) => OpenRow {
  const indexOf = new Map(columns.map((column, index) => [column, index]))
  const places = new Map(
    Object.entries(mapping).map(([field, column]) => [field, indexOf.get(column ?? '') ?? -1]),
  )
  return ({ rowNo, cells }) => {
    const problems: RowProblem[] = []
    const add = (field: string, code: string, message: Bilingual) =>
      void problems.push({ column: mapping[field] ?? '', field, code, message })
    const text = (field: string) => (cells[places.get(field) ?? -1] ?? '').trim() || (constants[field] ?? '')
    return {
      rowNo,
      problems,
      text,
      add,
      read: (field, from) => {
        const result = from(text(field))
        if (!('problem' in result)) return result.value
        add(field, 'row.unreadable', result.problem)
        return undefined
      },
      require: (field) => {
        const name = fieldOf(kind, field)
        if (name && text(field) === '')
          add(field, 'row.missing', {
            zh: `缺少${name.zh}`,
            en: `No ${/^[A-Z]{2}/.test(name.en) ? name.en : name.en.toLowerCase()}`,
          })
      },
    }
  }
}

export type Origin = { author: string | null; createdAt: string | null }

/** Who made the record in the system it comes from, and when. */
export const readOrigin = (row: OpenRow, zone: string): Origin => ({
  author: row.read('originalAuthor', readText) ?? null,
  createdAt: row.read('originalAt', (given) => readDay(given, zone)) ?? null,
})

/** Tells the record's history of its origin, where the file does. */
export function announceOrigin(
  ctx: Ctx,
  { kind }: Setup,
  { type, id, origin }: { type: string; id: string; origin: Origin },
): void {
  if (origin.author !== null || origin.createdAt !== null)
    emit(ctx, 'import.origin', { type, id }, { kind, ...origin })
}
