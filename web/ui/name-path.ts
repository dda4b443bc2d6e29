/** `lines.0.quantity`, as the server names a field, as the name of a form's field. */
export const namePath = (path: string): (string | number)[] =>
  path.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))
