import { containing, escapeLike } from '#platform/like.ts'

export type Term = {
  /** As typed, and in capitals, as `like` prefixes with wildcards taken literally. */
  prefix: string
  upperPrefix: string
  /** In capitals as one of our numbers: spaces out, letters that look like digits put right, the hyphen where it belongs. */
  numberPrefix: string
  /** Lower-case letters only: a prefix of pinyin or initials; null when the text has others. */
  sound: string | null
  /** Anywhere in a name; null when too short to be a trigram look-up. */
  inside: string | null
  /** The beginning of a street; null when too short to tell one from another. */
  street: string | null
  /** The last four digits when the text is a phone number or its tail. */
  phoneTail: string | null
}

const STREET_MIN = 3
const isHan = (text: string): boolean => /\p{Script=Han}/u.test(text)

/** What a typed text can mean. Full-width letters and digits count as plain ones. */
export function readTerm(text: string): Term {
  const plain = text.normalize('NFKC').trim()
  const digits = plain.replace(/[\s-]/g, '')
  const isPhone = /^\+?\d{4,15}$/.test(digits)
  return {
    prefix: `${escapeLike(plain)}%`,
    upperPrefix: `${escapeLike(plain.toUpperCase())}%`,
    numberPrefix: `${escapeLike(numberOf(plain))}%`,
    sound: /^[a-z]{2,}$/i.test(plain) ? `${plain.toLowerCase()}%` : null,
    inside: plain.length >= 3 || (isHan(plain) && plain.length >= 2) ? containing(plain) : null,
    street: plain.length >= STREET_MIN ? `${escapeLike(plain.toLowerCase())}%` : null,
    phoneTail: isPhone && (digits.length === 4 || digits.length >= 8) ? digits.slice(-4) : null,
  }
}

/** Two letters, the day, eight signs without I, L, O and U (platform/ids.ts); other texts as they are, in capitals. */
function numberOf(text: string): string {
  const own = /^([A-Z]{2})(\d{6})-?(.*)$/.exec(text.toUpperCase().replace(/\s/g, ''))
  if (!own) return text.toUpperCase()
  const [, kind = '', day = '', tail = ''] = own
  return tail === '' ? `${kind}${day}` : `${kind}${day}-${tail.replace(/O/g, '0').replace(/[IL]/g, '1')}`
}
