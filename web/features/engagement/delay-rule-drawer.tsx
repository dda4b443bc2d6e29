import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { engagementApi } from '#modules/engagement/api.ts'
import { delayModeNames, orderModeNames } from '#modules/engagement/customer-notice.ts'
import { RecordDrawer } from '#web/features/activity/record-drawer.tsx'
import { DelayMatches } from '#web/features/engagement/delay-matches.tsx'
import { DelayRuleForm } from '#web/features/engagement/delay-rule-form.tsx'
import { useOperation } from '#web/lib/api.ts'
import { formatPercent } from '#web/lib/format.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'

const text = {
  title: { zh: '客户通知规则', en: 'Rule of notices to customers' },
  edit: { zh: '修改', en: 'Change' },
  mode: { zh: '延误', en: 'Delays' },
  orderMode: { zh: '受理', en: 'Acceptance of orders' },
  share: { zh: '预计延误的界限', en: 'Counts as predicted late from' },
  matches: { zh: '现在要通知的', en: 'What it catches now' },
  closingZh: { zh: '中文结尾', en: 'Chinese closing' },
  closingEn: { zh: '英文结尾', en: 'English closing' },
} satisfies Text

/** The rule that delay notices are made by: what it says, which orders it told of, who changed it. */
export function DelayRuleDrawer({ onClose }: { onClose: () => void }) {
  const t = useText(text)
  const say = useSay()
  const [isEditing, setEditing] = useState(false)
  const rule = useOperation(engagementApi.getDelayRule, {}).data
  if (!rule) return null
  return (
    <RecordDrawer
      record={rule.id === null ? null : { type: 'delay_notice_rule', id: rule.id }}
      title={t.title}
      actions={[{ key: 'edit', label: t.edit, isPrimary: true, run: () => setEditing(true) }]}
      properties={[
        { label: t.orderMode, value: say(orderModeNames[rule.orderMode]) },
        { label: t.mode, value: say(delayModeNames[rule.mode]) },
        { label: t.share, value: formatPercent(rule.lateShare) },
        { label: t.matches, value: <DelayMatches />, isWide: true },
        { label: t.closingZh, value: rule.closingZh || '–', isWide: true },
        { label: t.closingEn, value: rule.closingEn || '–', isWide: true },
      ]}
      allOf={{ order: paths.customerNotices }}
      onClose={onClose}
    >
      {isEditing && <DelayRuleForm onClose={() => setEditing(false)} />}
    </RecordDrawer>
  )
}
