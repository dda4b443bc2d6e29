export type Term = {
  /** As typed, and in capitals, as `like` prefixes with wildcards taken literally. */
  prefix: string
  upperPrefix: string
  /** Lower-case letters only: a prefix of pinyin or initials; null when the text has others. */
  sound: string | null
  /** Anywhere in a name; null when too short to be a trigram look-up. */
  inside: string | null
  /** The last four digits when the text is a phone number or its tail. */
  phoneTail: string | null
}

const escape = (text: string): string => text.replace(/[\\%_]/g, '\\$&')
const isHan = (text: string): boolean => /\p{Script=Han}/u.test(text)

/** What a typed text can mean. Full-width letters and digits count as plain ones. */
export function readTerm(text: string): Term {
  const plain = text.normalize('NFKC').trim()
  const digits = plain.replace(/[\s-]/g, '')
  const isPhone = /^\+?\d{4,15}$/.test(digits)
  return {
    prefix: `${escape(plain)}%`,
    upperPrefix: `${escape(plain.toUpperCase())}%`,
    sound: /^[a-z]{2,}$/i.test(plain) ? `${plain.toLowerCase()}%` : null,
    inside: plain.length >= 3 || (isHan(plain) && plain.length >= 2) ? `%${escape(plain)}%` : null,
    phoneTail: isPhone && (digits.length === 4 || digits.length >= 8) ? digits.slice(-4) : null,
  }
}
