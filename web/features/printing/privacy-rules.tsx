import { documentNames, partNames } from '#modules/printing/names.ts'
import { Button, Checkbox, Form, Select } from 'antd'
import { useState } from 'react'
import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { printingApi } from '#modules/printing/api.ts'
import { documentKinds } from '#modules/printing/document.ts'
import { type PersonPart, personAsPrinted, personParts } from '#modules/printing/privacy-rule.ts'
import { shipmentsApi } from '#modules/shipments/api.ts'
import { CarrierLookup } from '#web/features/shipments/lookups.tsx'
import { RecordDrawer } from '#web/features/activity/record-drawer.tsx'
import { useOperation } from '#web/lib/api.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import { FormDrawer } from '#web/ui/form-drawer.tsx'
import { Icon } from '#web/ui/icons.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { paths } from '#web/paths.ts'
import { one, useUrlState } from '#web/lib/search.ts'

const text = {
  title: { zh: '面单隐私规则', en: 'Privacy rules' },
  help: {
    zh: '收货人姓名、电话和门牌在所有单据上默认隐去。这里列出可以完整打印的内容；打印人还须有“查看完整个人信息”权限，并逐次填写原因，每次记入审计。承运商自己的规则优先。',
    en: 'Names, telephones and house numbers are masked on every document. What is listed here may be printed in full, by those who may reveal personal data, with a reason each time; each print is audited. A carrier’s own rule comes first.',
  },
  none: { zh: '没有规则：所有单据都隐去收货信息。', en: 'No rules: every document is masked.' },
  change: { zh: '修改规则', en: 'Change the rules' },
  document: { zh: '单据', en: 'Document' },
  carrier: { zh: '承运商（留空为全部）', en: 'Carrier (empty: all)' },
  all: { zh: '全部承运商', en: 'All carriers' },
  full: { zh: '可完整打印', en: 'May be in full' },
  add: { zh: '添加规则', en: 'Add a rule' },
  remove: { zh: '删除规则', en: 'Remove the rule' },
  sample: { zh: '完整打印时的样子：{sample}', en: 'In full it reads: {sample}' },
  more: { zh: '用处与修改记录', en: 'Uses and changes' },
  count: { zh: '规则数', en: 'Rules' },
  matches: { zh: '规则与打印效果', en: 'What they let stand' },
  prints: { zh: '完整打印的记录', en: 'Printed in full' },
  printsShow: { zh: '查看', en: 'Show' },
} satisfies Text

type Rule = ResultOf<typeof printingApi.listPrivacyRules>['rows'][number]
const RULES_MAX = 200
const SAMPLE = { name: '张小明', phone: '13812345678', street: '天河路123号5栋1203室' }

/** The rules, and what they would let stand on a document. */
export function PrivacyRules() {
  const t = useText(text)
  const rules = useOperation(printingApi.listPrivacyRules, {})
  const [isOpen, setOpen] = useState(false)
  const { values, change } = useUrlState()
  return (
    <Section
      title={t.title}
      extra={
        <div className="n-page-actions">
          {rules.data && <PageLink to={paths.printTemplate(rules.data.id)}>{t.more}</PageLink>}
          <Button onClick={() => setOpen(true)}>{t.change}</Button>
        </div>
      }
    >
      <p className="n-quiet">{t.help}</p>
      <Loaded read={rules}>
        {({ id, rows }) => (
          <>
            {rows.length === 0 ? <p>{t.none}</p> : <RuleList rules={rows} />}
            {one(values.template) === id && (
              <RecordDrawer
                record={{ type: 'print_rules', id }}
                title={t.title}
                actions={[{ key: 'edit', label: t.change, isPrimary: true, run: () => setOpen(true) }]}
                properties={[
                  { label: t.count, value: rows.length },
                  { label: t.prints, value: <PageLink to={paths.printsInFull}>{t.printsShow}</PageLink> },
                ]}
                onClose={() => change({ template: undefined })}
              >
                <Section title={t.matches}>
                  {rows.length === 0 ? <p>{t.none}</p> : <RuleList rules={rows} />}
                </Section>
              </RecordDrawer>
            )}
            {isOpen && <RulesForm rules={rows} onClose={() => setOpen(false)} />}
          </>
        )}
      </Loaded>
    </Section>
  )
}

function RuleList({ rules }: { rules: Rule[] }) {
  const t = useText(text)
  const say = useSay()
  const carriers = useCarriers()
  return (
    <ul className="n-prt-list">
      {rules.map((rule) => (
        <li key={`${rule.document} ${rule.carrierId ?? ''}`}>
          <strong>{say(documentNames[rule.document])}</strong> ·{' '}
          {rule.carrierId ? (carriers.get(rule.carrierId) ?? '–') : t.all} · {t.full}{' '}
          {rule.fullParts.map((part) => say(partNames[part])).join(say({ zh: '、', en: ', ' })) || '–'}
          <span className="n-quiet">{fill(t.sample, { sample: sampleOf(rule.fullParts) })}</span>
        </li>
      ))}
    </ul>
  )
}

function sampleOf(parts: readonly PersonPart[]): string {
  const { name, phone, street } = personAsPrinted(SAMPLE, parts)
  return `${name} ${phone} ${street}`
}

function useCarriers(): Map<string, string> {
  const carriers = useOperation(shipmentsApi.listCarriers, {})
  return new Map((carriers.data?.rows ?? []).map((row) => [row.id, row.name]))
}

function RulesForm({ rules, onClose }: { rules: Rule[]; onClose: () => void }) {
  const t = useText(text)
  return (
    <FormDrawer<typeof printingApi.replacePrivacyRules, { rules: Rule[] }>
      title={t.change}
      about={{ id: 'rules' }}
      width={720}
      onClose={onClose}
      initial={{ rules }}
      operation={printingApi.replacePrivacyRules}
      toInput={(values) => ({
        body: {
          rules: (values.rules ?? []).map((rule) => ({
            document: rule.document,
            carrierId: rule.carrierId ?? null,
            fullParts: rule.fullParts ?? [],
          })),
        },
      })}
    >
      <Form.List name="rules">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <RuleFields key={key} name={name} onRemove={() => remove(name)} />
            ))}
            {fields.length < RULES_MAX && (
              <Button onClick={() => add({ document: 'waybill', carrierId: null, fullParts: [] })}>
                {t.add}
              </Button>
            )}
          </>
        )}
      </Form.List>
    </FormDrawer>
  )
}

function RuleFields({ name, onRemove }: { name: number; onRemove: () => void }) {
  const t = useText(text)
  const say = useSay()
  const carriers = useCarriers()
  const form = Form.useFormInstance()
  const rule = Form.useWatch<Rule | undefined>(['rules', name], form)
  const current = rule?.carrierId
    ? { value: rule.carrierId, label: carriers.get(rule.carrierId) ?? '–' }
    : undefined
  return (
    <div className="n-prt-rule">
      <Form.Item name={[name, 'document']} label={t.document} rules={[{ required: true }]}>
        <Select options={documentKinds.map((value) => ({ value, label: say(documentNames[value]) }))} />
      </Form.Item>
      <Form.Item name={[name, 'carrierId']} label={t.carrier}>
        <CarrierLookup current={current} />
      </Form.Item>
      <Form.Item name={[name, 'fullParts']} label={t.full}>
        <Checkbox.Group options={personParts.map((value) => ({ value, label: say(partNames[value]) }))} />
      </Form.Item>
      <Button
        type="text"
        aria-label={t.remove}
        title={t.remove}
        icon={<Icon name="close" size={15} />}
        onClick={onRemove}
      />
      <span className="n-prt-sample">{fill(t.sample, { sample: sampleOf(rule?.fullParts ?? []) })}</span>
    </div>
  )
}
