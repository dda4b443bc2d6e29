import { App, Button, Mentions, Segmented } from 'antd'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { RecordRef } from '#platform/records.ts'
import type { Text } from '#platform/text.ts'
import { MENTIONS_MAX, NOTE_MAX, activityApi } from '#modules/activity/api.ts'
import { type Audience, audienceNames } from '#modules/activity/kind.ts'
import { problemText, queryOf, useSend } from '#web/lib/api.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { Icon } from '#web/ui/icons.tsx'
import { useDraft } from '#web/ui/use-draft.ts'

const text = {
  label: { zh: '写备注', en: 'Write a note' },
  placeholder: { zh: '写备注，输入 @ 提及同事或团队', en: 'Write a note; @ mentions a person or a team' },
  forCustomer: { zh: '写给客户看的备注', en: 'A note the customer sees' },
  send: { zh: '发布', en: 'Post' },
  hint: { zh: 'Ctrl+Enter 发布', en: 'Ctrl+Enter posts' },
  audience: { zh: '谁能看到', en: 'Who sees it' },
  nobody: { zh: '没有匹配的人员或团队', en: 'No such person or team' },
  team: { zh: '团队', en: 'team' },
  sent: { zh: '已发布', en: 'Posted' },
  opened: { zh: '已发布，并让 {names} 可以查看这条记录', en: 'Posted. {names} may now read this record' },
} satisfies Text

export const COMPOSER_ID = 'note-composer'

type Person = { kind: 'user' | 'team'; id: string; name: string }
type Draft = { body: string; audience: Audience; picked: Person[] }

/** Writes a note on a record. What was typed survives leaving the page. */
export function NoteComposer({ record }: { record: RecordRef }) {
  const t = useText(text)
  const say = useSay()
  const { message } = App.useApp()
  const isOurs = useCan('activity.read')
  const { draft, change, clear } = useNoteDraft(record, isOurs ? 'internal' : 'customer')
  const send = useSend(activityApi.addNote, {
    onDone: ({ opened }) => {
      clear()
      const names = opened.join(say({ zh: '、', en: ', ' }))
      void message.success(names === '' ? t.sent : fill(t.opened, { names }))
    },
  })
  const people = usePeople()
  const isInternal = draft.audience === 'internal'
  const post = () => {
    if (draft.body.trim() === '' || send.isPending) return
    const mentions = draft.picked
      .filter((one) => isInternal && draft.body.includes(`@${one.name}`))
      .slice(0, MENTIONS_MAX)
      .map(({ kind, id }) => ({ kind, id }))
    send.mutate({ params: record, body: { body: draft.body, audience: draft.audience, mentions } })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) post()
  }
  return (
    <div className="n-composer" data-audience={draft.audience}>
      <Mentions
        id={COMPOSER_ID}
        aria-label={t.label}
        placeholder={isInternal ? t.placeholder : t.forCustomer}
        autoSize={{ minRows: 2, maxRows: 10 }}
        maxLength={NOTE_MAX}
        value={draft.body}
        prefix={isInternal ? '@' : []}
        filterOption={false}
        notFoundContent={t.nobody}
        options={people.rows.map((one) => ({
          value: one.name,
          key: `${one.kind}:${one.id}`,
          label: (
            <>
              <Icon name={one.kind === 'team' ? 'team' : 'user'} size={14} /> {one.name}
              {one.kind === 'team' && <span className="n-quiet"> · {t.team}</span>}
            </>
          ),
        }))}
        onSearch={people.search}
        onSelect={(option) => {
          // The component adds something of its own to the key.
          const one = people.rows.find(({ kind, id }) => String(option.key).startsWith(`${kind}:${id}`))
          if (one) change({ picked: [...draft.picked.filter((p) => p.name !== one.name), one] })
        }}
        onChange={(body) => change({ body })}
        onKeyDown={onKeyDown}
      />
      {send.error && (
        <p role="alert" className="n-trouble">
          {problemText(send.error)}
        </p>
      )}
      <div className="n-composer-foot">
        {isOurs && (
          <Segmented
            size="small"
            aria-label={t.audience}
            value={draft.audience}
            onChange={(audience) => change({ audience })}
            options={(['internal', 'customer'] as const).map((value) => ({
              value,
              label: say(audienceNames[value]),
              icon: <Icon name={value === 'customer' ? 'globe' : 'lock'} size={13} />,
            }))}
          />
        )}
        <span className="n-quiet n-composer-hint">{t.hint}</span>
        <Button
          type="primary"
          size="small"
          loading={send.isPending}
          disabled={draft.body.trim() === ''}
          onClick={post}
        >
          {t.send}
        </Button>
      </div>
    </div>
  )
}

function usePeople() {
  const [typed, setTyped] = useState<string | null>(null)
  const found = useQuery({
    ...queryOf(activityApi.listMentionable, { query: { search: typed ?? '' } }),
    enabled: typed !== null,
    staleTime: 60_000,
    placeholderData: (before) => before,
  })
  return {
    rows: (found.data?.rows ?? []) as Person[],
    search: (value: string) => setTyped(value.slice(0, 40)),
  }
}

/** What is being written, kept as every form keeps it. */
function useNoteDraft({ type, id }: RecordRef, audience: Audience) {
  const empty: Draft = { body: '', audience, picked: [] }
  const [draft, setDraft] = useState<Draft>(empty)
  const kept = useDraft({ form: 'note', record: `${type}:${id}` }, ({ values }) => {
    setDraft((now) => (now.body === '' ? { ...now, ...(values as Partial<Draft>) } : now))
    return true
  })
  // Choosing a person changes twice in one event: the second must see the first.
  const latest = useRef(draft)
  useEffect(() => {
    latest.current = draft
  })
  const change = (patch: Partial<Draft>) => {
    const after = { ...latest.current, ...patch }
    latest.current = after
    setDraft(after)
    if (after.body === '') void kept.discard()
    else kept.keep(after, undefined)
  }
  const clear = () => {
    setDraft({ ...empty, audience: draft.audience })
    void kept.discard()
  }
  return { draft, change, clear }
}
