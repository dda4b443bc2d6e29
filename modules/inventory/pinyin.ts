import { pinyin } from 'pinyin-pro'

const LENGTH_MAX = 200

/** How a name is typed: syllables in one word ('beijing'), and their first letters ('bj'). Other letters stay, in lower case. */
export function pinyinOf(name: string): { pinyin: string; initials: string } {
  const text = name.slice(0, LENGTH_MAX)
  const options = { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true } as const
  const join = (parts: string[]) => parts.join('').toLowerCase().replace(/\s+/g, '')
  return {
    pinyin: join(pinyin(text, options)),
    initials: join(pinyin(text, { ...options, pattern: 'first' })),
  }
}
