import { createStore, useStore } from '#web/lib/store.ts'

export type ThemeChoice = 'light' | 'dark' | 'system'
export type Scheme = 'light' | 'dark'

const choice = createStore<ThemeChoice>('system', 'theme')
const system = createStore<Scheme>('light')

export const useThemeChoice = (): ThemeChoice => useStore(choice)

export function setTheme(next: ThemeChoice): void {
  choice.set(next)
  showScheme()
}

/** The scheme to draw in now. */
export function useScheme(): Scheme {
  const chosen = useStore(choice)
  const preferred = useStore(system)
  return chosen === 'system' ? preferred : chosen
}

/** Follows the system's preference. Called once. */
export function watchSystemTheme(): void {
  const query = matchMedia('(prefers-color-scheme: dark)')
  const follow = () => {
    system.set(query.matches ? 'dark' : 'light')
    showScheme()
  }
  query.addEventListener('change', follow)
  follow()
}

function showScheme(): void {
  document.documentElement.dataset['theme'] = choice.get() === 'system' ? system.get() : choice.get()
}
