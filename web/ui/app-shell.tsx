import { Drawer, Dropdown } from 'antd'
import { useRouter, useRouterState } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Text } from '#platform/text.ts'
import { useText } from '#web/lib/i18n.ts'
import { readStored, writeStored } from '#web/lib/store.ts'
import { useReveal } from '#web/lib/reveal.ts'
import { useIsNarrow } from '#web/lib/narrow.ts'
import { Brand, Mark } from '#web/ui/brand.tsx'
import { Icon, type IconName } from '#web/ui/icons.tsx'
import { PageLink, useGo } from '#web/ui/link.tsx'
import { OfflineNote } from '#web/ui/plain-states.tsx'
import { LanguageButton, ThemeButton } from '#web/ui/preferences.tsx'

const text = {
  skip: { zh: '跳到主要内容', en: 'Skip to the content' },
  menu: { zh: '主菜单', en: 'Main menu' },
  open: { zh: '打开菜单', en: 'Open the menu' },
  fold: { zh: '收起菜单', en: 'Fold the menu' },
  unfold: { zh: '展开菜单', en: 'Unfold the menu' },
  account: { zh: '个人设置', en: 'My account' },
  out: { zh: '退出登录', en: 'Log out' },
  user: { zh: '用户菜单', en: 'User menu' },
  home: { zh: '回到工作台', en: 'To the workbench' },
} satisfies Text

export type NavGroup = { title: string; rows: { to: string; icon: IconName; text: string }[] }

type AppShellProps = {
  groups: NavGroup[]
  user: { name: string; company: string }
  accountPath: string
  homePath: string
  search: ReactNode
  /** Beside the search: the bell. */
  tools?: ReactNode
  onLocale: (locale: 'zh' | 'en') => void
  onLogOut: () => void
  children: ReactNode
}

export function AppShell(props: AppShellProps) {
  const t = useText(text)
  const isNarrow = useIsNarrow()
  const [isFolded, setFolded] = useState(readStored<boolean>('menu-folded') ?? false)
  const [isOpen, setOpen] = useState(false)
  const fold = () => {
    writeStored('menu-folded', !isFolded)
    setFolded(!isFolded)
  }
  return (
    <div className="n-shell" data-folded={isFolded}>
      <a className="n-skip" href="#content">
        {t.skip}
      </a>
      {!isNarrow && (
        <nav className="n-side" aria-label={t.menu}>
          <PageLink to={props.homePath} className="n-side-brand" isExact>
            {isFolded ? <Mark /> : <Brand />}
            <span className="n-hidden">{t.home}</span>
          </PageLink>
          <Nav groups={props.groups} isFolded={isFolded} />
          <button
            type="button"
            className="n-side-fold"
            onClick={fold}
            aria-label={isFolded ? t.unfold : t.fold}
          >
            <Icon name={isFolded ? 'unfold' : 'fold'} />
          </button>
        </nav>
      )}
      <header className="n-header">
        {isNarrow && (
          <button
            type="button"
            className="n-tool"
            onClick={() => setOpen(true)}
            aria-label={t.open}
            aria-expanded={isOpen}
          >
            <Icon name="menu" size={22} />
          </button>
        )}
        <span className="n-company">{props.user.company}</span>
        <div className="n-header-search">{props.search}</div>
        {props.tools}
        <LanguageButton onLocale={props.onLocale} />
        <ThemeButton />
        <UserMenu {...props} />
      </header>
      <Content>{props.children}</Content>
      {isNarrow && (
        <Drawer
          placement="left"
          size={280}
          open={isOpen}
          onClose={() => setOpen(false)}
          title={<Brand />}
          className="n-side-drawer"
        >
          <nav aria-label={t.menu}>
            <Nav groups={props.groups} isFolded={false} onGo={() => setOpen(false)} />
          </nav>
        </Drawer>
      )}
    </div>
  )
}

/** The page itself. Focus moves here when another page opens, so that keyboard and screen reader start at its top. */
function Content({ children }: { children: ReactNode }) {
  const path = useRouterState({ select: (state) => state.location.pathname })
  const main = useRef<HTMLElement>(null)
  const last = useRef(path)
  useEffect(() => {
    if (last.current !== path) main.current?.focus({ preventScroll: true })
    last.current = path
  }, [path])
  return (
    <main id="content" ref={main} className="n-content" tabIndex={-1}>
      <OfflineNote />
      {children}
    </main>
  )
}

/** A page above others of the menu is the current one only when it is open itself. */
const isAbove = (path: string, groups: NavGroup[]): boolean =>
  path === '/' || groups.some(({ rows }) => rows.some((row) => row.to.startsWith(`${path}/`)))

function Nav({ groups, isFolded, onGo }: { groups: NavGroup[]; isFolded: boolean; onGo?: () => void }) {
  const router = useRouter()
  const [rendered, setRendered] = useState(0)
  const box = useRef<HTMLDivElement>(null)
  // When a page is drawn the router puts the menu where it stood on the page before; only then is the mark brought in sight.
  useEffect(() => router.subscribe('onRendered', () => setRendered((times) => times + 1)), [router])
  useReveal(box, '[aria-current=page]', rendered)
  return (
    <div ref={box} className="n-nav">
      {groups.map((group) => (
        <section key={group.title}>
          <h2 className={isFolded ? 'n-hidden' : undefined}>{group.title}</h2>
          <ul>
            {group.rows.map((row) => (
              <li key={row.to}>
                <PageLink
                  to={row.to}
                  isExact={isAbove(row.to, groups)}
                  {...(isFolded ? { title: row.text } : {})}
                  {...(onGo ? { onClick: onGo } : {})}
                >
                  <Icon name={row.icon} />
                  <span className={isFolded ? 'n-hidden' : undefined}>{row.text}</span>
                </PageLink>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function UserMenu({ user, accountPath, onLogOut }: Pick<AppShellProps, 'user' | 'accountPath' | 'onLogOut'>) {
  const t = useText(text)
  const go = useGo()
  const items = [
    { key: 'account', label: t.account, onClick: () => go(accountPath) },
    { type: 'divider' as const },
    { key: 'out', label: t.out, onClick: onLogOut },
  ]
  return (
    <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
      <button type="button" className="n-tool n-user">
        <span className="n-hidden">{t.user}</span>
        <span className="n-avatar" aria-hidden="true">
          {user.name.slice(0, 1)}
        </span>
        <span className="n-user-name">{user.name}</span>
      </button>
    </Dropdown>
  )
}
