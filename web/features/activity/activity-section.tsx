import { useInfiniteQuery } from '@tanstack/react-query'
import { App, Button, Select } from 'antd'
import { useState } from 'react'
import { isRecordType } from '#modules/record-types.ts'
import type { AnyRef, RecordRef } from '#platform/records.ts'
import type { Text } from '#platform/text.ts'
import { activityApi } from '#modules/activity/api.ts'
import { type ActivityKind, activityKindNames, activityKinds } from '#modules/activity/kind.ts'
import { type ActivityRow, useEntries } from '#web/features/activity/entry.tsx'
import { FilePreview, type ShownFile } from '#web/features/activity/file-preview.tsx'
import { NoteComposer } from '#web/features/activity/note-composer.tsx'
import { call, useOperation } from '#web/lib/api.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { recordPath } from '#web/lib/records.ts'
import { one, useUrlState } from '#web/lib/search.ts'
import { useCan, useMe } from '#web/lib/session.ts'
import { ConfirmAction } from '#web/ui/confirm-action.tsx'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import { Timeline } from '#web/ui/timeline.tsx'
import '#web/features/activity/activity.css'

const text = {
  title: { zh: '动态', en: 'Activity' },
  changes: { zh: '修改记录', en: 'Changes' },
  all: { zh: '全部', en: 'All' },
  kinds: { zh: '按类别筛选', en: 'Filter by kind' },
  person: { zh: '按人筛选', en: 'By person' },
  everybody: { zh: '所有人', en: 'Everybody' },
  earlier: { zh: '显示更早的', en: 'Show earlier' },
  newest: { zh: '回到最新', en: 'Back to the newest' },
  from: { zh: '从链接指向的一条开始显示。', en: 'Shown from the entry that was linked.' },
  copied: { zh: '链接已复制', en: 'Link copied' },
  removeAsk: { zh: '删除这条备注？', en: 'Remove this note?' },
  removeHelp: {
    zh: '内容会被清除，因 @ 获得的查看权一并收回；删除人和原因会留在动态里。',
    en: 'Its text is cleared and what its mentions opened closes again. Who removed it and why stays here.',
  },
  remove: { zh: '删除', en: 'Remove' },
} satisfies Text

const PAGE_ROWS = 30
const REFRESH_MS = 30_000

type Filter = { kind: ActivityKind | null; actorId: string | null }

/** Everything that happened to a record, with a place to write where people do; the newest first, earlier ones on demand. */
export function ActivitySection({ record }: { record: AnyRef }) {
  const t = useText(text)
  const { user } = useMe()
  const { message } = App.useApp()
  const [canWrite, mayRemoveAll] = [useCan('note.write'), useCan('note.manage')]
  const { values, change } = useUrlState()
  const noted = isRecordType(record.type) ? (record as RecordRef) : null
  const linked = Number(one(values.entry) ?? '') || null
  const [filter, setFilter] = useState<Filter>({ kind: null, actorId: null })
  const [shown, setShown] = useState<ShownFile | null>(null)
  const [removing, setRemoving] = useState<ActivityRow | null>(null)
  const read = useActivity(record, filter, linked)
  const toEntry = useEntries({
    linkedSeq: linked,
    onFile: setShown,
    onLink: ({ seq }) => {
      const url = new URL(recordPath(record), location.origin)
      url.searchParams.set('entry', String(seq))
      void navigator.clipboard.writeText(url.href).then(() => message.success(t.copied))
    },
    onRemoveNote: canWrite ? setRemoving : null,
  })
  const mayRemove = (row: ActivityRow) => mayRemoveAll || row.note?.createdBy === user.id
  const entryOf = (row: ActivityRow) => {
    const entry = toEntry(row)
    return row.note && !mayRemove(row) ? { ...entry, tools: null } : entry
  }
  const isFiltered = filter.kind !== null || filter.actorId !== null
  const isBare = !isFiltered && read.data?.pages[0]?.rows.length === 0
  // Nothing to read and nothing to write: what a carrier or a customer has of an imported record.
  if (noted && isBare && !canWrite) return null
  return (
    <Section title={noted ? t.title : t.changes}>
      {noted && canWrite && <NoteComposer record={noted} />}
      {noted && !isBare && <Filters record={noted} filter={filter} onChange={setFilter} />}
      {linked !== null && (
        <p className="n-quiet">
          {t.from}{' '}
          <button
            type="button"
            className="n-link"
            onClick={() => change({ entry: undefined }, { replaces: true })}
          >
            {t.newest}
          </button>
        </p>
      )}
      <Loaded read={read as never}>
        {(data: { pages: { rows: ActivityRow[] }[] }) => (
          <Timeline isPaged entries={data.pages.flatMap((page) => page.rows).map(entryOf)} />
        )}
      </Loaded>
      {read.hasNextPage && (
        <Button size="small" loading={read.isFetchingNextPage} onClick={() => void read.fetchNextPage()}>
          {t.earlier}
        </Button>
      )}
      {shown && <FilePreview file={shown} onClose={() => setShown(null)} />}
      {removing?.note && (
        <ConfirmAction
          title={t.removeAsk}
          help={t.removeHelp}
          confirmText={t.remove}
          isDanger
          needsReason
          operation={activityApi.removeNote}
          toInput={(reason) => ({ params: { noteId: removing.note?.id ?? '' }, body: { reason } })}
          onClose={() => setRemoving(null)}
        />
      )}
    </Section>
  )
}

function useActivity(record: AnyRef, { kind, actorId }: Filter, from: number | null) {
  const query = { limit: PAGE_ROWS, ...(kind ? { kind } : {}), ...(actorId ? { actorId } : {}) }
  return useInfiniteQuery({
    queryKey: [activityApi.listActivity.path, { params: record, query, from }],
    queryFn: ({ pageParam, signal }) =>
      call(
        activityApi.listActivity,
        {
          params: record,
          query: { ...query, ...(pageParam ? { cursor: pageParam } : from === null ? {} : { from }) },
        },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: REFRESH_MS,
    placeholderData: (before) => before,
  })
}

function Filters({
  record,
  filter,
  onChange,
}: {
  record: RecordRef
  filter: Filter
  onChange: (filter: Filter) => void
}) {
  const t = useText(text)
  const say = useSay()
  const isOurs = useCan('activity.read')
  const people = useOperation(activityApi.getRecordPeople, { params: record }, { isEnabled: isOurs })
  const kinds = isOurs ? activityKinds : (['note', 'file', 'promise', 'progress'] as const)
  return (
    <div className="n-activity-filters">
      <div className="n-kinds" role="group" aria-label={t.kinds}>
        <button
          type="button"
          aria-pressed={filter.kind === null}
          onClick={() => onChange({ ...filter, kind: null })}
        >
          {t.all}
        </button>
        {kinds.map((kind) => (
          <button
            key={kind}
            type="button"
            aria-pressed={filter.kind === kind}
            onClick={() => onChange({ ...filter, kind })}
          >
            {say(activityKindNames[kind])}
          </button>
        ))}
      </div>
      {isOurs && (
        <Select
          size="small"
          aria-label={t.person}
          value={filter.actorId ?? ''}
          onChange={(id) => onChange({ ...filter, actorId: id === '' ? null : id })}
          options={[
            { value: '', label: t.everybody },
            ...(people.data?.actors ?? []).map((actor) => ({ value: actor.id, label: actor.name })),
          ]}
        />
      )}
    </div>
  )
}
