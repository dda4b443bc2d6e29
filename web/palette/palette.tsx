import { useQuery } from '@tanstack/react-query'
import { Modal } from 'antd'
import { Command } from 'cmdk'
import { type ReactNode, useEffect, useState } from 'react'
import type { z } from 'zod'
import { type Hit, searchApi } from '#modules/search/api.ts'
import type { Text } from '#platform/text.ts'
import { queryOf } from '#web/lib/api.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { recordIcon, recordName, recordPath } from '#web/lib/records.ts'
import { Icon, type IconName } from '#web/ui/icons.tsx'
import { useGo } from '#web/ui/link.tsx'
import { type Entry, useEntries } from './entries.ts'

const text = {
  title: { zh: '搜索与操作', en: 'Search and commands' },
  label: {
    zh: '输入单号、手机尾号、名称、拼音首字母、地址或操作',
    en: 'Type a number, phone tail, name, address or command',
  },
  list: { zh: '结果', en: 'Results' },
  searching: { zh: '正在搜索', en: 'Searching' },
  nothing: {
    zh: '没有找到。可输入订单号、运单号、手机尾号、名称、拼音首字母或地址开头。',
    en: 'Nothing found. Try a number, the last digits of a phone, a name or the beginning of an address.',
  },
  failed: {
    zh: '暂时无法搜索，请检查网络后重试。',
    en: 'Search is not available now. Check the connection and try again.',
  },
  near: { zh: '读音或拼写相近', en: 'Similar' },
  address: { zh: '地址', en: 'Address' },
  records: { zh: '记录', en: 'Records' },
} satisfies Text

const TYPING_MS = 150

type Props = { onClose: () => void; onKeys: () => void; onLocale: (locale: 'zh' | 'en') => void }

/** One box for records, pages, what can be done with the open record, and what was open before. */
export function Palette({ onClose, onKeys, onLocale }: Props) {
  const t = useText(text)
  const [typed, setTyped] = useState('')
  const q = useSettled(typed.trim())
  const found = useQuery({
    ...queryOf(searchApi.search, { query: { q } }),
    enabled: q.length > 0,
    staleTime: 10_000,
  })
  const hits = q.length > 0 ? (found.data?.rows ?? []) : []
  const groups = useEntries(typed, { onKeys, onLocale })
  const isEmpty = hits.length === 0 && groups.every((group) => group.entries.length === 0)
  const isWaiting = typed.trim() !== q || found.isFetching
  const run = (entry: Entry) => {
    if (entry.whyNot) return
    onClose()
    entry.run()
  }
  return (
    <Modal
      open
      onCancel={onClose}
      footer={null}
      closable={false}
      width={640}
      className="n-palette"
      title={<span className="n-hidden">{t.title}</span>}
      destroyOnHidden
    >
      <Command shouldFilter={false} loop label={t.label}>
        <Command.Input
          value={typed}
          onValueChange={setTyped}
          placeholder={t.label}
          aria-label={t.label}
          maxLength={80}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- it was opened to be typed into
          autoFocus
        />
        <Command.List label={t.list}>
          {groups.map((group) => (
            <Group key={group.title} title={group.title}>
              {group.entries.map((entry) => (
                <Row key={entry.key} entry={entry} onRun={() => run(entry)} />
              ))}
            </Group>
          ))}
          <Group title={t.records}>
            {hits.map((hit) => (
              <HitRow key={hit.id} hit={hit} onClose={onClose} />
            ))}
          </Group>
        </Command.List>
        {isEmpty && (
          <p className="n-palette-note">{found.isError ? t.failed : isWaiting ? t.searching : t.nothing}</p>
        )}
        <p className="n-hidden" role="status">
          {q.length > 0 && !isWaiting && isEmpty ? t.nothing : ''}
        </p>
      </Command>
    </Modal>
  )
}

function Group({ title, children }: { title: string; children: ReactNode[] }) {
  return children.length === 0 ? null : <Command.Group heading={title}>{children}</Command.Group>
}

function Row({ entry, onRun }: { entry: Entry; onRun: () => void }) {
  return (
    <Command.Item value={entry.key} onSelect={onRun} disabled={Boolean(entry.whyNot)}>
      <Line icon={entry.icon} title={entry.title} detail={entry.whyNot ?? entry.detail ?? ''} />
    </Command.Item>
  )
}

function HitRow({ hit, onClose }: { hit: z.infer<typeof Hit>; onClose: () => void }) {
  const t = useText(text)
  const say = useSay()
  const go = useGo()
  const how = hit.match === 'near' ? t.near : hit.match === 'address' ? t.address : ''
  const detail = [say(recordName(hit.kind)), hit.detail, how].filter(Boolean).join(' · ')
  const open = () => {
    onClose()
    go(recordPath({ type: hit.kind, id: hit.id }))
  }
  return (
    <Command.Item value={hit.id} onSelect={open}>
      <Line icon={recordIcon(hit.kind)} title={hit.title} detail={detail} />
    </Command.Item>
  )
}

function Line({ icon, title, detail }: { icon: IconName; title: string; detail: string }) {
  return (
    <>
      <Icon name={icon} size={16} />
      <span className="n-palette-title">{title}</span>
      <span className="n-palette-detail">{detail}</span>
    </>
  )
}

/** The text once typing has paused. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), TYPING_MS)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
