import type { Bilingual, Text } from '#platform/text.ts'
import { customersApi } from '#modules/customers/api.ts'
import { holdNames } from '#modules/customers/party.ts'
import { useOperation } from '#web/lib/api.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import type { IconName } from '#web/ui/icons.tsx'
import type { RowOf } from '#web/ui/list-types.ts'
import type { Tone } from '#web/ui/status-tag.tsx'
import { Timeline, type TimelineEntry } from '#web/ui/timeline.tsx'

type Row = RowOf<typeof customersApi.listCustomerTimeline>

const text = { title: { zh: '客户动态', en: 'Timeline' } } satisfies Text

const SHOWN_MAX = 200

const events: Record<string, { text: Bilingual; icon?: IconName; tone?: Tone }> = {
  'customer.created': { text: { zh: '建立客户档案', en: 'Customer added' }, icon: 'plus', tone: 'good' },
  'customer.changed': { text: { zh: '修改基本信息', en: 'Properties changed' }, icon: 'edit' },
  'customer.archived': { text: { zh: '客户归档', en: 'Archived' }, tone: 'mute' },
  'customer.restored': { text: { zh: '客户恢复', en: 'Restored' }, tone: 'good' },
  'customer.site_added': { text: { zh: '新增地点', en: 'Site added' }, icon: 'plus' },
  'customer.site_changed': { text: { zh: '修改地点', en: 'Site changed' }, icon: 'edit' },
  'customer.contact_added': { text: { zh: '新增联系人', en: 'Contact added' }, icon: 'plus' },
  'customer.contact_changed': { text: { zh: '修改联系人', en: 'Contact changed' }, icon: 'edit' },
  'customer.classified': { text: { zh: '调整等级', en: 'Class changed' }, icon: 'up', tone: 'info' },
  'customer.held': { text: { zh: '冻结客户', en: 'Put on hold' }, icon: 'lock', tone: 'bad' },
  'customer.released': { text: { zh: '解除冻结', en: 'Hold released' }, icon: 'check', tone: 'good' },
  'customer.revealed': {
    text: { zh: '查看完整个人信息', en: 'Personal data revealed' },
    icon: 'eye',
    tone: 'warn',
  },
  'contract.created': { text: { zh: '签订合同', en: 'Contract added' }, icon: 'contract', tone: 'info' },
  'contract.changed': { text: { zh: '修改合同', en: 'Contract changed' }, icon: 'contract' },
  'contract.ended': { text: { zh: '合同终止', en: 'Contract ended' }, icon: 'contract', tone: 'warn' },
}

export function CustomerTimeline({ customerId }: { customerId: string }) {
  const t = useText(text)
  const read = useOperation(customersApi.listCustomerTimeline, {
    params: { id: customerId },
    query: { limit: SHOWN_MAX },
  })
  return (
    <Section title={t.title}>
      <Loaded read={read}>{({ rows }) => <Entries rows={rows} />}</Loaded>
    </Section>
  )
}

function Entries({ rows }: { rows: Row[] }) {
  const say = useSay()
  const entries: TimelineEntry[] = rows.map((row) => {
    const known = events[row.type]
    const body = bodyOf(row, say)
    return {
      key: String(row.seq),
      at: row.at,
      title: known ? say(known.text) : row.type,
      by: row.actorName,
      ...(body ? { body } : {}),
      ...(known?.icon ? { icon: known.icon } : {}),
      ...(known?.tone ? { tone: known.tone } : {}),
    }
  })
  return <Timeline entries={entries} />
}

const fields: Record<string, Bilingual> = {
  name: { zh: '名称', en: 'name' },
  kind: { zh: '类型', en: 'kind' },
  roles: { zh: '角色', en: 'roles' },
  note: { zh: '备注', en: 'note' },
  phone: { zh: '电话', en: 'phone' },
  email: { zh: '邮箱', en: 'e-mail' },
  wechat: { zh: '微信', en: 'WeChat' },
  position: { zh: '职务', en: 'position' },
  street: { zh: '街道地址', en: 'street' },
  archived: { zh: '归档状态', en: 'archived' },
  externalRef: { zh: '外部编号', en: 'external reference' },
  preferredChannel: { zh: '首选渠道', en: 'preferred channel' },
  preferredLocale: { zh: '沟通语言', en: 'language' },
  siteId: { zh: '所在地点', en: 'site' },
  calendarId: { zh: '收货日历', en: 'calendar' },
}

/** What the event says beside its name: the fields, the class, the kind and the reason. */
function bodyOf({ type, data }: Row, say: (text: Bilingual) => string): string {
  const reason = typeof data['reason'] === 'string' ? data['reason'] : ''
  if (type === 'customer.classified')
    return `${String(data['from'] ?? '–')} → ${String(data['to'])} · ${reason}`
  if (type === 'customer.held' || type === 'customer.released') {
    const kind = holdNames[data['kind'] as keyof typeof holdNames]
    return `${kind ? say(kind) : ''} · ${reason}`
  }
  if (Array.isArray(data['fields']))
    return data['fields']
      .map((field) => (fields[String(field)] ? say(fields[String(field)] as Bilingual) : String(field)))
      .join(say({ zh: '、', en: ', ' }))
  return reason
}
