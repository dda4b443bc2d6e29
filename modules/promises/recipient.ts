/**
 * Masks whom the customer was told through: the ends of a number, the head of an address, the first character of a name
 * stay readable. Whoever may reveal personal data finds the person in the customer's contacts.
 */
export function maskRecipient(recipient: string): string {
  const at = recipient.indexOf('@')
  if (at > 0) return `${recipient.slice(0, 1)}***${recipient.slice(at)}`
  if (/^\+?[\d\s-]{7,}$/.test(recipient)) return `${recipient.slice(0, 3)}****${recipient.slice(-4)}`
  return recipient.length <= 1 ? recipient : `${[...recipient][0] ?? ''}**`
}
