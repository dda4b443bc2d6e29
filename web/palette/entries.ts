import type { Text } from '#platform/text.ts'
import { setLocale, useLocale, useSay, useText } from '#web/lib/i18n.ts'
import { listRecent } from '#web/lib/recent.ts'
import { recordIcon, recordName, recordOfPath } from '#web/lib/records.ts'
import { useMe } from '#web/lib/session.ts'
import { findSettings } from '#web/settings.ts'
import { setTheme, useScheme } from '#web/lib/theme.ts'
import type { IconName } from '#web/ui/icons.tsx'
import { useGo } from '#web/ui/link.tsx'
import { useOffered } from '#web/ui/offered.ts'
import { type Place, beginnings, isMeant, pages } from './commands.ts'

const text = {
  actionsOf: { zh: '当前记录', en: 'This record' },
  recent: { zh: '最近打开', en: 'Recent' },
  begin: { zh: '新建与操作', en: 'Commands' },
  pages: { zh: '页面', en: 'Pages' },
  settings: { zh: '设置', en: 'Settings' },
  dark: { zh: '切换为深色外观', en: 'Dark theme' },
  light: { zh: '切换为浅色外观', en: 'Light theme' },
  chinese: { zh: '切换为中文', en: '切换为中文' },
  english: { zh: 'Switch to English', en: 'Switch to English' },
  keys: { zh: '显示全部快捷键', en: 'Show all keys' },
} satisfies Text

export type Entry = {
  key: string
  icon: IconName
  title: string
  detail?: string
  /** Why it cannot be done now. */
  whyNot?: string | null
  run: () => void
}
export type EntryGroup = { title: string; entries: Entry[] }

const RECENT_SHOWN = 6
const SETTINGS_SHOWN = 6

/** What the browser knows by itself: the open record's actions, what was open, what can be begun, pages. Only what one may do. */
export function useEntries(
  typed: string,
  { onKeys, onLocale }: { onKeys: () => void; onLocale: (locale: 'zh' | 'en') => void },
): EntryGroup[] {
  const t = useText(text)
  const say = useSay()
  const me = useMe()
  const go = useGo()
  const offered = useOffered()
  const isTyped = typed.trim() !== ''
  const may = ({ permission }: Place) => permission === null || me.permissions.includes(permission)
  const toPlace = (place: Place): Entry => ({
    key: `page ${place.path}`,
    icon: place.icon,
    title: say(place.text),
    run: () => go(place.path),
  })
  const places = (rows: readonly Place[]) =>
    rows.filter((row) => may(row) && isMeant(row.text, typed)).map(toPlace)
  const actions = (offered?.actions ?? [])
    .filter((action) => isMeant({ zh: action.label, en: action.label }, typed))
    .map((action): Entry => ({
      key: `action ${action.key}`,
      icon: 'play',
      title: action.label,
      whyNot: action.whyNot ?? null,
      run: action.run,
    }))
  const recent = listRecent(me.user.id)
    .filter((row) => isMeant({ zh: row.title, en: row.title }, typed) && row.path !== location.pathname)
    .slice(0, RECENT_SHOWN)
    .map((row): Entry => {
      const record = recordOfPath(row.path)
      return {
        key: `recent ${row.path}`,
        icon: record ? recordIcon(record.type) : 'clock',
        title: row.title,
        detail: record ? say(recordName(record.type)) : '',
        run: () => go(row.path),
      }
    })
  const found = findSettings(typed, (permission) => me.permissions.includes(permission))
    .flatMap((page) => page.settings.map((one) => ({ page, one })))
    .slice(0, SETTINGS_SHOWN)
    .map(({ page, one }): Entry => ({
      key: `setting ${page.path} ${one.text.en}`,
      icon: page.icon,
      title: say(one.text),
      detail: say(page.text),
      run: () => go(page.path),
    }))
  const settings = useSettings({ onKeys, onLocale }).filter((entry) =>
    isMeant({ zh: entry.title, en: entry.title }, typed),
  )
  return [
    { title: offered ? `${t.actionsOf} ${offered.title}` : t.actionsOf, entries: actions },
    { title: t.recent, entries: recent },
    { title: t.begin, entries: [...places(beginnings), ...(isTyped ? settings : settings.slice(0, 1))] },
    { title: t.pages, entries: places(pages) },
    { title: t.settings, entries: isTyped ? found : [] },
  ]
}

function useSettings({
  onKeys,
  onLocale,
}: {
  onKeys: () => void
  onLocale: (locale: 'zh' | 'en') => void
}): Entry[] {
  const t = useText(text)
  const locale = useLocale()
  const scheme = useScheme()
  const nextLocale = locale === 'zh' ? 'en' : 'zh'
  const nextScheme = scheme === 'dark' ? 'light' : 'dark'
  return [
    { key: 'keys', icon: 'keyboard', title: t.keys, run: onKeys },
    {
      key: 'theme',
      icon: scheme === 'dark' ? 'sun' : 'moon',
      title: t[nextScheme],
      run: () => setTheme(nextScheme),
    },
    {
      key: 'locale',
      icon: 'screen',
      title: nextLocale === 'en' ? t.english : t.chinese,
      run: () => {
        setLocale(nextLocale)
        onLocale(nextLocale)
      },
    },
  ]
}
