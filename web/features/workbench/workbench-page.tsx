import type { Text } from '#platform/text.ts'
import { FirstSteps } from '#web/features/workbench/first-steps.tsx'
import { TourCard } from '#web/features/workbench/tour-card.tsx'
import { MyDay } from '#web/features/workbench/my-day.tsx'
import { TeamDay } from '#web/features/workbench/team-day.tsx'
import { Waiting } from '#web/features/workbench/waiting.tsx'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { one, useUrlState } from '#web/lib/search.ts'
import { useCan, useMe } from '#web/lib/session.ts'
import { menu, menuGroups } from '#web/menu.ts'
import { beginnings } from '#web/palette/commands.ts'
import { paths } from '#web/paths.ts'
import { Icon } from '#web/ui/icons.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { Tabs } from '#web/ui/tabs.tsx'

const text = {
  hello: { zh: '{name}，您好', en: 'Hello, {name}' },
  views: { zh: '工作台视图', en: 'Workbench views' },
  mine: { zh: '我的一天', en: 'My day' },
  team: { zh: '团队', en: 'Team' },
} satisfies Text

/** What somebody may begin here. */
function Beginnings() {
  const say = useSay()
  const { permissions } = useMe()
  const rows = beginnings.filter(({ permission }) => permission === null || permissions.includes(permission))
  return (
    <div className="n-tiles">
      {rows.map((row) => (
        <PageLink key={row.path} to={row.path} className="n-tile">
          <Icon name={row.icon} size={20} />
          {say(row.text)}
        </PageLink>
      ))}
    </div>
  )
}

/** Where a person starts: what waits for them, and the way to the rest. */
export function WorkbenchPage() {
  const t = useText(text)
  const say = useSay()
  const me = useMe()
  const { values, change } = useUrlState()
  const isManager = useCan('user.manage') && useCan('promise.read')
  // Work is given to people of the house and of carriers; customers come to order and to look.
  const hasTasks = [useCan('inside.read'), useCan('exception.manage')].includes(true)
  const day = hasTasks ? <MyDay /> : <Beginnings />
  const rows = menu.filter(
    (row) =>
      row.path !== paths.workbench && (row.permission === null || me.permissions.includes(row.permission)),
  )
  const groups = Object.entries(menuGroups).filter(([key]) => rows.some((row) => row.group === key))
  return (
    <div className="n-page">
      <div className="n-page-head">
        <h1>{fill(t.hello, { name: me.user.name })}</h1>
      </div>
      <TourCard />
      <FirstSteps />
      {isManager ? (
        <Tabs
          label={t.views}
          active={one(values['view']) ?? 'mine'}
          onChange={(view) => change({ view: view === 'mine' ? undefined : view })}
          items={[
            { key: 'mine', label: t.mine, children: <MyDay /> },
            { key: 'team', label: t.team, children: <TeamDay /> },
          ]}
        />
      ) : (
        day
      )}
      <Waiting />
      {groups.map(([key, title]) => (
        <section key={key} className="n-panel n-section">
          <div className="n-section-head">
            <h2>{say(title)}</h2>
          </div>
          <div className="n-tiles">
            {rows
              .filter((row) => row.group === key)
              .map((row) => (
                <PageLink key={row.path} to={row.path} className="n-tile">
                  <Icon name={row.icon} size={20} />
                  {say(row.text)}
                </PageLink>
              ))}
          </div>
        </section>
      ))}
    </div>
  )
}
