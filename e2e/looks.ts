import { press } from './acts.ts'
import type { Locale, Stage } from './stage.ts'

/** A page is looked at in Chinese by day and in English by night. */
export type Light = 'day' | 'night'
export const lights = {
  day: { locale: 'zh', theme: 'light' },
  night: { locale: 'en', theme: 'dark' },
} as const satisfies Record<Light, { locale: Locale; theme: string }>

export const otherLight = (light: Light): Light => (light === 'day' ? 'night' : 'day')

/** Turns language and theme where the page is, which is not loaded again; the stage as it is then. */
export async function turnTo(stage: Stage, light: Light): Promise<Stage> {
  const { page } = stage
  const { locale, theme } = lights[light]
  if (!(await page.getAttribute('html', 'lang'))?.startsWith(locale)) {
    await press(stage, /^(English|中文)$/)
    await page.locator(`html[lang^=${locale}]`).waitFor()
  }
  // Light, dark, as the system, and again.
  for (let i = 0; i < 2 && (await page.getAttribute('html', 'data-theme')) !== theme; i++)
    await press(stage, /^(Theme|外观)/)
  await page.locator(`html[data-theme=${theme}]`).waitFor()
  return { ...stage, locale }
}
