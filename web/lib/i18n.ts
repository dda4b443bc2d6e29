import type { Bilingual, Locale, Text } from '#platform/text.ts'
import { createStore, useStore } from '#web/lib/store.ts'

export { fill } from '#platform/text.ts'

const store = createStore<Locale>('zh', 'locale')

export const getLocale = (): Locale => store.get()
export const useLocale = (): Locale => useStore(store)

export function setLocale(locale: Locale): void {
  store.set(locale)
  showLanguage(locale)
}

function showLanguage(locale: Locale): void {
  if (typeof document !== 'undefined') document.documentElement.lang = locale === 'zh' ? 'zh-CN' : 'en'
}
showLanguage(store.get())

export type Strings<T extends Text> = { readonly [K in keyof T]: string }

const picked: Record<Locale, WeakMap<Text, Record<string, string>>> = { zh: new WeakMap(), en: new WeakMap() }

/** The texts of one language: `const t = useText(text)` gives `t.save`. */
export function useText<T extends Text>(text: T): Strings<T> {
  return textIn(text, useLocale())
}

/** As `useText`, outside of components. */
export function textIn<T extends Text>(text: T, locale: Locale = getLocale()): Strings<T> {
  const known = picked[locale].get(text)
  if (known) return known as Strings<T>
  const strings = Object.fromEntries(Object.entries(text).map(([key, value]) => [key, value[locale]]))
  picked[locale].set(text, strings)
  return strings as Strings<T>
}

/** Picks the language of one bilingual value: `const say = useSay(); say(column.title)`. */
export function useSay(): (text: Bilingual) => string {
  const locale = useLocale()
  return (text) => text[locale]
}
