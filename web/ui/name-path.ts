export type FieldName = (string | number)[]

/** `lines[0].quantity` (as the server names a field) or `lines.0.quantity`, as the name of a form's field. */
export const namePath = (path: string): FieldName =>
  path
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))

/**
 * The field of a form that a path of the server is about: itself, else the first of what stands closest around it. Null when the
 * form has nothing of the kind.
 */
export function nearestField(path: string, names: readonly FieldName[]): FieldName | null {
  for (let name = namePath(path); name.length > 0; name = name.slice(0, -1)) {
    const within = names.filter((one) => name.every((part, i) => one[i] === part))
    // A list is known by its first field: not every list says itself what is wrong with it.
    const found = within.find((one) => one.length > name.length) ?? within[0]
    if (found) return found
  }
  return null
}

/** The row of a list that a path is about, counted from 1. */
export const rowOfPath = (path: string): number | null => {
  const index = namePath(path).find((part) => typeof part === 'number')
  return typeof index === 'number' ? index + 1 : null
}
