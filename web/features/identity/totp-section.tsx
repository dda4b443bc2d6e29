import { Button, Form, Input, QRCode } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { identityApi } from '#modules/identity/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { useMe } from '#web/lib/session.ts'
import { CopyButton } from '#web/ui/copy-button.tsx'
import { Section } from '#web/ui/detail-page.tsx'
import { ErrorSummary } from '#web/ui/form-parts.tsx'
import { StatusTag } from '#web/ui/status-tag.tsx'
import { useFormSend } from '#web/ui/use-form-send.ts'

const text = {
  title: { zh: '两步验证', en: 'Two-step log-in' },
  on: { zh: '已启用', en: 'On' },
  off: { zh: '未启用', en: 'Off' },
  why: {
    zh: '登录时除密码外，再输入手机验证器里的六位数字。',
    en: 'Log in with your password and six digits from an authenticator on your phone.',
  },
  password: { zh: '当前密码', en: 'Current password' },
  start: { zh: '启用', en: 'Turn on' },
  stop: { zh: '关闭', en: 'Turn off' },
  scan: {
    zh: '用验证器应用扫描二维码，或手动输入密钥：',
    en: 'Scan this with your authenticator, or type the key:',
  },
  qr: { zh: '两步验证二维码', en: 'QR code of the key' },
  code: { zh: '验证器显示的六位数字', en: 'Six digits it shows' },
  confirm: { zh: '确认', en: 'Confirm' },
  codes: { zh: '请保存恢复码', en: 'Save the recovery codes' },
  codesHelp: {
    zh: '手机丢失时，每个恢复码可代替验证码使用一次。它们只显示这一次。',
    en: 'If you lose your phone, each one replaces a code once. They are shown only now.',
  },
  done: { zh: '我已保存', en: 'I have saved them' },
  needed: { zh: '请填写', en: 'Fill this in' },
} satisfies Text

type Step =
  | { name: 'rest' }
  | { name: 'scan'; secret: string; uri: string }
  | { name: 'codes'; codes: string[] }

export function TotpSection() {
  const t = useText(text)
  const me = useMe()
  const [step, setStep] = useState<Step>({ name: 'rest' })
  const tag = me.user.totp ? (
    <StatusTag tone="good">{t.on}</StatusTag>
  ) : (
    <StatusTag tone="mute">{t.off}</StatusTag>
  )
  return (
    <Section title={t.title} extra={tag}>
      {step.name === 'codes' && <Codes codes={step.codes} onDone={() => setStep({ name: 'rest' })} />}
      {step.name === 'scan' && (
        <Scan secret={step.secret} uri={step.uri} onCodes={(codes) => setStep({ name: 'codes', codes })} />
      )}
      {step.name === 'rest' &&
        (me.user.totp ? (
          <TurnOff />
        ) : (
          <TurnOn onStart={(started) => setStep({ name: 'scan', ...started })} />
        ))}
    </Section>
  )
}

function TurnOn({ onStart }: { onStart: (started: { secret: string; uri: string }) => void }) {
  const t = useText(text)
  const sending = useFormSend<typeof identityApi.startTotp, { password: string }>(
    identityApi.startTotp,
    (values) => ({ body: values }),
    onStart,
  )
  return <PasswordForm sending={sending} name="totp-on" help={t.why} action={t.start} />
}

function TurnOff() {
  const t = useText(text)
  const sending = useFormSend<typeof identityApi.removeTotp, { password: string }>(
    identityApi.removeTotp,
    (values) => ({ body: values }),
    () => {},
  )
  return <PasswordForm sending={sending} name="totp-off" help={t.why} action={t.stop} isDanger />
}

type PasswordFormProps = {
  sending: ReturnType<typeof useFormSend<typeof identityApi.startTotp, { password: string }>>
  name: string
  help: string
  action: string
  isDanger?: boolean
}

function PasswordForm({ sending, name, help, action, isDanger }: PasswordFormProps) {
  const t = useText(text)
  return (
    <Form
      form={sending.form}
      name={name}
      layout="vertical"
      onFinish={(values) => void sending.submit(values)}
    >
      {sending.trouble && <ErrorSummary trouble={sending.trouble} />}
      <p className="n-modal-help">{help}</p>
      <Form.Item name="password" label={t.password} rules={[{ required: true, message: t.needed }]}>
        <Input.Password autoComplete="current-password" maxLength={200} />
      </Form.Item>
      <Button htmlType="submit" danger={isDanger ?? false} loading={sending.isBusy}>
        {action}
      </Button>
    </Form>
  )
}

function Scan({ secret, uri, onCodes }: { secret: string; uri: string; onCodes: (codes: string[]) => void }) {
  const t = useText(text)
  const sending = useFormSend<typeof identityApi.confirmTotp, { code: string }>(
    identityApi.confirmTotp,
    ({ code }) => ({ body: { code: code.replace(/\s/g, '') } }),
    (answer) => onCodes(answer.recoveryCodes),
  )
  return (
    <Form
      form={sending.form}
      name="totp-code"
      layout="vertical"
      onFinish={(values) => void sending.submit(values)}
    >
      {sending.trouble && <ErrorSummary trouble={sending.trouble} />}
      <p>{t.scan}</p>
      <QRCode aria-label={t.qr} value={uri} color="#12242b" bgColor="#ffffff" marginSize={2} />
      <p className="n-secret">
        <code>{secret}</code>
      </p>
      <Form.Item name="code" label={t.code} rules={[{ required: true, message: t.needed }]}>
        <Input inputMode="numeric" autoComplete="one-time-code" maxLength={10} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={sending.isBusy}>
        {t.confirm}
      </Button>
    </Form>
  )
}

function Codes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const t = useText(text)
  return (
    <div role="status">
      <strong>{t.codes}</strong>
      <p>{t.codesHelp}</p>
      <div className="n-codes">
        {codes.map((code) => (
          <span key={code}>{code}</span>
        ))}
      </div>
      <div className="n-row-actions">
        <CopyButton text={codes.join('\n')} />
        <Button type="primary" onClick={onDone}>
          {t.done}
        </Button>
      </div>
    </div>
  )
}
