/** `lines[0].quantity` (as the server names a field) or `lines.0.quantity`, as the name of a form's field. */
export const namePath = (path: string): (string | number)[] =>
  path
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))
