import type { FormInstance } from 'antd'
import type { ApiProblem, MergedField } from '#web/lib/api.ts'
import { namePath } from '#web/ui/name-path.ts'

type Name = (string | number)[]

/**
 * Where a field of the record stands in the form and in which shape; null when the form does not show it. `label` names it where
 * no label of the page does.
 */
export type ToForm = (field: string, value: unknown) => { name: Name; value: unknown; label?: string } | null

type Told = MergedField & { now: unknown; isMasked: boolean }
type Placed = Told & { name: Name | null; value: unknown; label?: string | undefined }
export type Conflict = Placed & {
  before: unknown
  mine: unknown
  /** As it stands in the form. */ typed: unknown
  label: string
}
export type Stale = { version: number; conflicts: Conflict[]; merged: Placed[] }

/** What the server's refusal of a stale save means for this form. */
export function staleOf(error: ApiProblem, form: FormInstance, toForm: ToForm = plain): Stale {
  const { version, conflicts, merged } = error.details as {
    version: number
    conflicts?: (Told & { before: unknown; mine: unknown })[]
    merged?: Told[]
  }
  const place = <T extends Told>(told: T): T & Placed => {
    // What is masked cannot be typed back: the form leaves it empty, which keeps what is there.
    const at = toForm(told.field, told.isMasked ? undefined : told.now)
    return { ...told, name: at?.name ?? null, value: at?.value, label: at?.label }
  }
  return {
    version,
    merged: (merged ?? []).map(place),
    conflicts: (conflicts ?? []).map((told) => {
      const placed = place(told)
      const typed: unknown = placed.name ? form.getFieldValue(placed.name) : undefined
      return { ...placed, typed, label: placed.label ?? labelOf(placed) }
    }),
  }
}

/** The words beside the field in the form; the newest form of the page is the one on top. */
function labelOf({ name, field }: Placed): string {
  for (let part = name ?? []; part.length > 0; part = part.slice(0, -1)) {
    const labels = document.querySelectorAll(`label[for="${CSS.escape(part.join('_'))}"]`)
    const words = [...labels].at(-1)?.textContent
    if (words) return words
  }
  return field
}

const plain: ToForm = (field, value) => ({ name: namePath(field), value })

export function placeAll(form: FormInstance, fields: readonly Placed[]): void {
  for (const { name, value } of fields) if (name) form.setFieldValue(name, value)
}

/** The input with the version the form started from, where the operation takes one. */
export function asWritten<I>(input: I, seen: number | undefined): I {
  const { body } = input as { body?: object }
  if (seen === undefined || !body || !('version' in body)) return input
  return { ...input, body: { ...body, version: seen } }
}
