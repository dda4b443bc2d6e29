import { App, ConfigProvider, theme as antTheme } from 'antd'
import type { ConfigProviderProps, ThemeConfig } from 'antd'
import dayjs from 'dayjs'
import { type ReactNode, useEffect, useState } from 'react'
import type { Locale } from '#platform/text.ts'
import { useLocale } from '#web/lib/i18n.ts'
import { type Scheme, useScheme } from '#web/lib/theme.ts'
import 'antd/dist/antd.css'
import '#web/styles/app.css'

/** The component library in Nuoda's colours and the user's language. Its styles are static: nothing is made at run time. */
export function AppFrame({ children }: { children: ReactNode }) {
  const scheme = useScheme()
  const locale = useLibraryLocale(useLocale())
  return (
    <ConfigProvider
      theme={themes[scheme]}
      {...(locale ? { locale } : {})}
      button={{ autoInsertSpace: false }}
    >
      <App className="n-app" message={{ maxCount: 3 }}>
        {children}
      </App>
    </ConfigProvider>
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
  return ((first as { default?: unknown }).default ?? first) as LibraryLocale
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

// The same colours as the variables in base.css.
const shared: NonNullable<ThemeConfig['token']> = {
  fontFamily: 'var(--n-font)',
  fontFamilyCode: 'var(--n-mono)',
  borderRadius: 6,
  fontSize: 14,
  wireframe: false,
}

const themes: Record<Scheme, ThemeConfig> = {
  light: {
    zeroRuntime: true,
    token: {
      ...shared,
      colorPrimary: '#0b6b6a',
      colorInfo: '#1c5a9c',
      colorSuccess: '#17673f',
      colorWarning: '#a85b00',
      colorError: '#b3261e',
      colorLink: '#0b6463',
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
    algorithm: antTheme.darkAlgorithm,
    token: {
      ...shared,
      colorPrimary: '#12908c',
      colorInfo: '#4d90dd',
      colorSuccess: '#48b67b',
      colorWarning: '#e0a03c',
      colorError: '#ef6a60',
      colorLink: '#5fcdc3',
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
