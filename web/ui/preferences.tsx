import type { Text } from '#platform/text.ts'
import { setLocale, useLocale, useText } from '#web/lib/i18n.ts'
import { type ThemeChoice, setTheme, useThemeChoice } from '#web/lib/theme.ts'
import { Icon, type IconName } from '#web/ui/icons.tsx'

const text = {
  light: { zh: '浅色', en: 'Light' },
  dark: { zh: '深色', en: 'Dark' },
  system: { zh: '跟随系统', en: 'As the system' },
  theme: { zh: '外观', en: 'Theme' },
  next: { zh: '点击切换', en: 'click to change' },
} satisfies Text

const THEMES: { choice: ThemeChoice; icon: IconName; next: ThemeChoice }[] = [
  { choice: 'light', icon: 'sun', next: 'dark' },
  { choice: 'dark', icon: 'moon', next: 'system' },
  { choice: 'system', icon: 'screen', next: 'light' },
]

/** Plain HTML: the log-in page uses them too. The other language is named in itself. `onLocale` tells the server of the choice. */
export function LanguageButton({ onLocale }: { onLocale?: (locale: 'zh' | 'en') => void }) {
  const next = useLocale() === 'zh' ? 'en' : 'zh'
  const change = () => {
    setLocale(next)
    onLocale?.(next)
  }
  return (
    <button type="button" className="n-tool" onClick={change} lang={next === 'en' ? 'en' : 'zh-CN'}>
      {next === 'en' ? 'English' : '中文'}
    </button>
  )
}

export function ThemeButton() {
  const t = useText(text)
  const choice = useThemeChoice()
  const now = THEMES.find((theme) => theme.choice === choice) ?? THEMES[2]
  if (!now) return null
  const label = `${t.theme}: ${t[now.choice]} (${t.next})`
  return (
    <button
      type="button"
      className="n-tool"
      onClick={() => setTheme(now.next)}
      aria-label={label}
      title={label}
    >
      <Icon name={now.icon} />
    </button>
  )
}
