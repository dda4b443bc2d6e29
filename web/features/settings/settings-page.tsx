import { Input } from 'antd'
import type { Text } from '#platform/text.ts'
import { SandboxSection } from '#web/features/settings/sandbox-section.tsx'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { one, useUrlState } from '#web/lib/search.ts'
import { useMe } from '#web/lib/session.ts'
import { type SettingsPage, findSettings } from '#web/settings.ts'
import { Icon } from '#web/ui/icons.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { EmptyState } from '#web/ui/states.tsx'
import './settings.css'

const text = {
  title: { zh: '全部设置', en: 'All settings' },
  search: { zh: '搜索设置', en: 'Search settings' },
  hint: { zh: '例如：节假日、两步验证、面单', en: 'Such as holiday, 2fa, label' },
  none: { zh: '没有找到“{typed}”相关的设置', en: 'No setting for “{typed}”' },
  noneHelp: {
    zh: '换个说法试试，或者您没有相应页面的权限。',
    en: 'Try other words, or you may not open the page it is on.',
  },
  found: { zh: '找到 {n} 项设置', en: 'Settings found: {n}' },
} satisfies Text

/** Every page of settings and what is set there, found by the words people use. */
export function AllSettingsPage() {
  const t = useText(text)
  const me = useMe()
  const { values, change } = useUrlState()
  const typed = one(values['q']) ?? ''
  const pages = findSettings(typed, (permission) => me.permissions.includes(permission))
  const count = pages.reduce((sum, page) => sum + page.settings.length, 0)
  return (
    <div className="n-page">
      <div className="n-page-head">
        <h1>{t.title}</h1>
      </div>
      <search className="n-settings-search">
        <Input
          allowClear
          value={typed}
          maxLength={60}
          aria-label={t.search}
          placeholder={t.hint}
          prefix={<Icon name="search" size={16} />}
          onChange={(event) => change({ q: event.target.value || undefined }, { replaces: true })}
        />
        <span className="n-quiet" role="status">
          {fill(t.found, { n: count })}
        </span>
      </search>
      {count === 0 ? (
        <EmptyState title={fill(t.none, { typed })} help={t.noneHelp} />
      ) : (
        <div className="n-settings">
          {pages.map((page) => (
            <PageCard key={page.path} page={page} />
          ))}
        </div>
      )}
      {typed === '' && <SandboxSection />}
    </div>
  )
}

function PageCard({ page }: { page: SettingsPage }) {
  const say = useSay()
  return (
    <section className="n-panel n-section">
      <h2>
        <Icon name={page.icon} size={16} /> <PageLink to={page.path}>{say(page.text)}</PageLink>
      </h2>
      <ul>
        {page.settings.map((one) => (
          <li key={one.text.en}>{say(one.text)}</li>
        ))}
      </ul>
    </section>
  )
}
