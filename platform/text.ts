export type Locale = 'zh' | 'en'

/** One text in both languages. Chinese first; English complete. */
export type Bilingual = { zh: string; en: string }

/** Texts by name: `const text = { save: { zh: '保存', en: 'Save' } } satisfies Text`. */
export type Text = Record<string, Bilingual>

const PLACE = /\{(\w+)(?::([^|{}]*)\|([^{}]*))?\}/g

/**
 * Fills `{name}` places of a text; `{n:row|rows}` is the word for one or for any other number. Unknown places stay visible so that a
 * test sees them.
 */
export function fill(text: string, values: Record<string, unknown> = {}): string {
  return text.replace(PLACE, (place, name: string, one?: string, many?: string) => {
    if (!(name in values)) return place
    const value = String(values[name])
    return one === undefined ? value : value === '1' ? one : (many ?? '')
  })
}
