/** How a name sounds, for search: `{ pinyin: 'guangzhou', initials: 'gz' }`. */
export type Sound = { pinyin: string; initials: string }

const NAME_MAX = 200

/** The sounds of names, in their order. The dictionary is loaded when a first name is written. Server only. */
export async function soundsOf(names: readonly string[]): Promise<Sound[]> {
  if (names.length === 0) return []
  const { pinyin } = await import('pinyin-pro')
  const say = (name: string, pattern: 'pinyin' | 'first') =>
    pinyin(name.slice(0, NAME_MAX), {
      toneType: 'none',
      type: 'array',
      pattern,
      nonZh: 'consecutive',
      v: true,
    })
  return names.map((name) => ({
    pinyin: plain(say(name, 'pinyin').join('')),
    initials: plain(say(name, 'first').map(firstOfWords).join('')),
  }))
}

/** What is typed into a search box, as pinyin columns are written. */
export const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '')

/** Chinese characters come one by one; a Latin part comes whole and counts by its words. */
function firstOfWords(part: string): string {
  return part
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1))
    .join('')
}
