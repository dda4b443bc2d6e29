import { Alert, App, Button, Input, Modal, Steps } from 'antd'
import { useState } from 'react'
import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { identityApi } from '#modules/identity/api.ts'
import { isUnderWay } from '#modules/identity/sandbox.ts'
import { useOperation, useSend } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { useCan, useMe } from '#web/lib/session.ts'
import { Section } from '#web/ui/detail-page.tsx'
import { Time } from '#web/ui/values.tsx'

const text = {
  title: { zh: '演示公司', en: 'Demo company' },
  help: {
    zh: '清除演示公司里的全部业务数据(订单、客户、合同、消息、审计记录等)，重新生成初始的演示数据。用户、角色和登录状态保留。不能撤销。',
    en: 'Deletes everything the demo company holds (orders, customers, contracts, notifications, audit log and so on) and makes its first data anew. Users, roles and log-ins stay. This cannot be undone.',
  },
  reset: { zh: '恢复初始数据', en: 'Reset the demo' },
  ask: { zh: '恢复演示公司的初始数据？', en: 'Reset the demo company?' },
  type: { zh: '请输入公司代码“{slug}”以确认', en: 'Type the company code “{slug}” to confirm' },
  cancel: { zh: '取消', en: 'Cancel' },
  begun: { zh: '已开始恢复，约需一分钟', en: 'It has begun and takes about a minute' },
  asked: { zh: '等待开始', en: 'Waiting' },
  clearing: { zh: '清除数据', en: 'Deleting' },
  preparing: { zh: '生成演示数据', en: 'Making the data' },
  done: { zh: '完成', en: 'Done' },
  last: { zh: '上次恢复', en: 'Last reset' },
  failed: {
    zh: '恢复没有完成，数据可能不完整。请再试一次。',
    en: 'The reset did not finish and the data may be incomplete. Try again.',
  },
} satisfies Text

const steps = ['asked', 'clearing', 'preparing', 'done'] as const
const REFRESH_MS = 2_000

/** Puts a demo company back to its first state. Not there for any other company. */
export function SandboxSection() {
  return useCan('tenant.reset') ? <Sandbox /> : null
}

type Found = ResultOf<typeof identityApi.getSandbox>

function Sandbox() {
  const read = useOperation(identityApi.getSandbox, {}, { refreshMs: REFRESH_MS })
  return read.data?.isSandbox ? <SandboxCard found={read.data} /> : null
}

function SandboxCard({ found: { reset } }: { found: Found }) {
  const t = useText(text)
  const [isAsking, setAsking] = useState(false)
  const isBusy = isUnderWay(reset)
  const at = steps.findIndex((step) => step === reset?.state)
  return (
    <Section title={t.title}>
      <p>{t.help}</p>
      {reset?.state === 'failed' && <Alert type="error" showIcon title={t.failed} />}
      {isBusy && (
        <div role="status">
          <Steps size="small" current={at} items={steps.map((step) => ({ title: t[step] }))} />
        </div>
      )}
      {reset && !isBusy && (
        <p className="n-quiet">
          {t.last}: <Time at={reset.at} /> · {reset.by}
        </p>
      )}
      <Button danger loading={isBusy} onClick={() => setAsking(true)}>
        {t.reset}
      </Button>
      {isAsking && <AskDialog onClose={() => setAsking(false)} />}
    </Section>
  )
}

function AskDialog({ onClose }: { onClose: () => void }) {
  const t = useText(text)
  const { message } = App.useApp()
  const { slug } = useMe().tenant
  const [typed, setTyped] = useState('')
  const done = () => {
    void message.success(t.begun)
    onClose()
  }
  const send = useSend(identityApi.resetSandbox, { onDone: done })
  const label = fill(t.type, { slug })
  return (
    <Modal
      open
      title={t.ask}
      okText={t.reset}
      cancelText={t.cancel}
      okButtonProps={{ danger: true, disabled: typed.trim() !== slug, loading: send.isPending }}
      onOk={() => send.mutate({ body: { confirmation: typed.trim() } })}
      onCancel={onClose}
    >
      <p>{t.help}</p>
      <label>
        {label}
        <Input value={typed} maxLength={41} autoComplete="off" onChange={(e) => setTyped(e.target.value)} />
      </label>
      {send.error && (
        <p className="n-note n-note-bad" role="alert">
          {send.error.detail}
        </p>
      )}
    </Modal>
  )
}
