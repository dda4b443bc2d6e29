import { viewsApi } from '#modules/views/api.ts'
import { visibilityNames } from '#modules/views/view.ts'
import type { Text } from '#platform/text.ts'
import type { ListedView } from '#web/features/views/use-views.ts'
import { ViewDrawer } from '#web/features/views/view-drawer.tsx'
import { viewText } from '#web/features/views/view-text.ts'
import { useOperation } from '#web/lib/api.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { one, useUrlState } from '#web/lib/search.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column } from '#web/ui/list-types.ts'
import { Time } from '#web/ui/values.tsx'

const text = {
  title: { zh: '列表视图', en: 'Views' },
  none: { zh: '还没有视图', en: 'No views yet' },
  noneHelp: {
    zh: '在任何列表里设好筛选、排序和列，再点“另存为视图”。',
    en: 'Set filters, sort and columns in any list, then save them as a view.',
  },
} satisfies Text

const columns: readonly Column<ListedView>[] = [
  { key: 'name', title: viewText.name, render: (view) => view.name },
  { key: 'list', title: { zh: '列表', en: 'List' }, render: (view) => <ListTitle view={view} /> },
  { key: 'scope', title: { zh: '谁能看到', en: 'Seen by' }, render: (view) => <SeenBy view={view} /> },
  { key: 'owner', title: { zh: '创建人', en: 'Made by' }, render: (view) => <Owner view={view} /> },
  {
    key: 'changed',
    title: { zh: '最近修改', en: 'Changed' },
    render: (view) => <Time at={String(view.changedAt)} />,
  },
]

/** Every view the person sees, of all lists. */
export function ViewsPage() {
  const t = useText(text)
  const { values, change } = useUrlState()
  const read = useOperation(viewsApi.listViews, { query: {} })
  const shown = read.data?.rows.find((view) => view.id === one(values.view))
  return (
    <>
      <ListPage
        title={t.title}
        name="views"
        operation={viewsApi.listViews}
        columns={columns}
        rowKey={(view) => view.id}
        isPlain
        onOpen={(view) => change({ view: view.id })}
        empty={{ title: t.none, help: t.noneHelp }}
      />
      {shown && (
        <ViewDrawer
          key={shown.id}
          view={shown}
          teams={read.data?.teams ?? []}
          onClose={() => change({ view: undefined })}
        />
      )}
    </>
  )
}

function ListTitle({ view }: { view: ListedView }) {
  return <>{useSay()(view.listTitle)}</>
}

export function SeenBy({ view }: { view: ListedView }) {
  const say = useSay()
  return <>{view.team?.name ?? say(visibilityNames[view.visibility])}</>
}

export function Owner({ view }: { view: ListedView }) {
  const t = useText(viewText)
  return <>{view.ownerName ?? <span className="n-quiet">{t.company}</span>}</>
}
