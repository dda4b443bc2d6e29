import { App, ConfigProvider, theme as antTheme } from 'antd'
import type { ConfigProviderProps, ThemeConfig } from 'antd'
import dayjs from 'dayjs'
import { type ReactNode, useEffect, useState } from 'react'
import type { Locale, Text } from '#platform/text.ts'
import { useLocale, useText } from '#web/lib/i18n.ts'
import { type Scheme, useScheme } from '#web/lib/theme.ts'
import { LimitHint } from '#web/ui/limit-hint.tsx'
import 'antd/dist/antd.css'
import '#web/styles/app.css'

// The library puts the field's label and the rule's figure in.
const text = {
  needed: { zh: '请填写${label}', en: '“${label}” is required' },
  short: { zh: '${label}至少 ${min} 个字', en: '“${label}” needs at least ${min} characters' },
} satisfies Text

/** The component library in Nuoda's colours and the user's language. Its styles are static: nothing is made at run time. */
export function AppFrame({ children }: { children: ReactNode }) {
  const scheme = useScheme()
  const locale = useLibraryLocale(useLocale())
  const t = useText(text)
  const validateMessages = { required: t.needed, whitespace: t.needed, string: { min: t.short } }
  return (
    <ConfigProvider
      theme={themes[scheme]}
      {...(locale ? { locale } : {})}
      button={{ autoInsertSpace: false }}
      form={{ validateMessages }}
      getPopupContainer={popupPlace}
    >
      <App className="n-app" message={{ maxCount: 3 }}>
        {children}
        <LimitHint />
      </App>
    </ConfigProvider>
  )
}

/** Menus and lists that pop up stay inside the landmark they belong to, so that a screen reader finds them. */
function popupPlace(trigger?: HTMLElement): HTMLElement {
  return (
    trigger?.closest<HTMLElement>('main, header, [role=dialog]:not(.ant-drawer-section)') ?? document.body
  )
}

type LibraryLocale = NonNullable<ConfigProviderProps['locale']>

const loaders: Record<Locale, () => Promise<LibraryLocale>> = {
  zh: async () => {
    const [library] = await Promise.all([import('antd/es/locale/zh_CN.js'), import('dayjs/locale/zh-cn.js')])
    dayjs.locale('zh-cn')
    return unwrapped(library)
  },
  en: async () => {
    const library = await import('antd/es/locale/en_US.js')
    dayjs.locale('en')
    return unwrapped(library)
  },
}

/** Types and bundlers differ in how deep the default of these modules lies. */
function unwrapped(module: unknown): LibraryLocale {
  const first = (module as { default?: unknown }).default ?? module
  const locale = ((first as { default?: unknown }).default ?? first) as LibraryLocale
  const picker = locale.DatePicker
  if (!picker) return locale
  // Year and month are buttons named by what they show; the library's names hide that from speech control.
  return { ...locale, DatePicker: { ...picker, lang: { ...picker.lang, yearSelect: '', monthSelect: '' } } }
}

function useLibraryLocale(locale: Locale): LibraryLocale | null {
  const [loaded, setLoaded] = useState<LibraryLocale | null>(null)
  useEffect(() => {
    let isCurrent = true
    void loaders[locale]().then((found) => isCurrent && setLoaded(found))
    return () => {
      isCurrent = false
    }
  }, [locale])
  return loaded
}

// Who asks for less motion gets none of the library's either.
const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches

// The same colours as the variables in base.css.
const shared: NonNullable<ThemeConfig['token']> = {
  motion: !isCalm,
  fontFamily: 'var(--n-font)',
  fontFamilyCode: 'var(--n-mono)',
  borderRadius: 6,
  fontSize: 14,
  wireframe: false,
}

// Flat buttons: the soft shadow of the library reads as a second edge.
const button = { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' }

const themes: Record<Scheme, ThemeConfig> = {
  light: {
    zeroRuntime: true,
    components: { Button: button },
    token: {
      ...shared,
      colorPrimary: '#0b6b6a',
      colorPrimaryHover: '#0f807e',
      colorPrimaryActive: '#085352',
      colorPrimaryBg: '#dff0ee',
      colorPrimaryBgHover: '#cfe7e4',
      colorPrimaryBorder: '#8fc4c0',
      controlItemBgActive: '#dff0ee',
      controlItemBgActiveHover: '#cfe7e4',
      colorInfoBg: '#e2eefa',
      colorSuccessBg: '#e0f2e7',
      colorWarningBg: '#fdefd7',
      colorErrorBg: '#fce8e6',
      colorInfo: '#1c5a9c',
      colorSuccess: '#17673f',
      colorWarning: '#a85b00',
      colorError: '#b3261e',
      colorLink: '#0b6463',
      colorLinkHover: '#0f807e',
      colorLinkActive: '#085352',
      colorTextBase: '#12242b',
      colorBgLayout: '#f3f6f6',
      colorBorder: '#b4c3c6',
      colorBorderSecondary: '#dbe3e4',
      colorTextSecondary: '#4c5f67',
      colorTextTertiary: '#5a6c74',
      colorTextDescription: '#4c5f67',
      colorTextPlaceholder: '#66787f',
      colorTextQuaternary: '#66787f',
    },
  },
  dark: {
    zeroRuntime: true,
    // The colour of a filled button under the pointer is too dark for the words of an outlined one.
    components: {
      Button: { ...button, defaultHoverColor: '#78f0e4', defaultActiveColor: '#a5f5ec' },
    },
    algorithm: antTheme.darkAlgorithm,
    token: {
      ...shared,
      colorPrimary: '#12908c',
      colorPrimaryHover: '#0f807e',
      colorInfo: '#4d90dd',
      colorSuccess: '#48b67b',
      colorWarning: '#e0a03c',
      colorError: '#e0584e',
      colorLink: '#78f0e4',
      colorLinkHover: '#a5f5ec',
      colorLinkActive: '#a5f5ec',
      colorBgBase: '#0c1417',
      colorTextBase: '#e3ecec',
      colorBgContainer: '#132024',
      colorBgElevated: '#192a2f',
      colorBgLayout: '#0c1417',
      colorBorder: '#41585f',
      colorBorderSecondary: '#263a40',
      colorText: '#e3ecec',
      colorTextSecondary: '#9fb4b8',
      colorTextTertiary: '#9fb4b8',
      colorTextDescription: '#9fb4b8',
      colorTextPlaceholder: '#8aa0a5',
      colorTextQuaternary: '#8aa0a5',
    },
  },
}
