export type Locale = 'zh' | 'en'

/** One text in both languages. Chinese first; English complete. */
export type Bilingual = { zh: string; en: string }

/** Texts by name: `const text = { save: { zh: '保存', en: 'Save' } } satisfies Text`. */
export type Text = Record<string, Bilingual>

/** Fills `{name}` places of a text. Unknown places stay visible so that a test sees them. */
export function fill(text: string, values: Record<string, unknown> = {}): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => (name in values ? String(values[name]) : place))
}
