import { Button, Form, Input, QRCode } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { identityApi } from '#modules/identity/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { useMe } from '#web/lib/session.ts'
import { CopyButton } from '#web/ui/copy-button.tsx'
import { Section } from '#web/ui/detail-page.tsx'
import { FormSection } from '#web/ui/form-section.tsx'
import { StatusTag } from '#web/ui/status-tag.tsx'

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
  return (
    <FormSection<typeof identityApi.startTotp, { password: string }>
      name="totp-on"
      operation={identityApi.startTotp}
      toInput={(values) => ({ body: values })}
      onDone={onStart}
      saveText={t.start}
      isPlain
      isSecret
    >
      <PasswordField />
    </FormSection>
  )
}

function TurnOff() {
  const t = useText(text)
  return (
    <FormSection<typeof identityApi.removeTotp, { password: string }>
      name="totp-off"
      operation={identityApi.removeTotp}
      toInput={(values) => ({ body: values })}
      onDone={() => {}}
      saveText={t.stop}
      isPlain
      isDanger
      isSecret
    >
      <PasswordField />
    </FormSection>
  )
}

function PasswordField() {
  const t = useText(text)
  return (
    <>
      <p className="n-modal-help">{t.why}</p>
      <Form.Item name="password" label={t.password} rules={[{ required: true }]}>
        <Input.Password autoComplete="current-password" maxLength={200} />
      </Form.Item>
    </>
  )
}

function Scan({ secret, uri, onCodes }: { secret: string; uri: string; onCodes: (codes: string[]) => void }) {
  const t = useText(text)
  return (
    <FormSection<typeof identityApi.confirmTotp, { code: string }>
      name="totp-code"
      operation={identityApi.confirmTotp}
      toInput={({ code }) => ({ body: { code: code.replace(/\s/g, '') } })}
      onDone={(answer) => onCodes(answer.recoveryCodes)}
      saveText={t.confirm}
      isSecret
    >
      <p>{t.scan}</p>
      <QRCode aria-label={t.qr} value={uri} color="#12242b" bgColor="#ffffff" marginSize={2} />
      <p className="n-secret">
        <code>{secret}</code>
      </p>
      <Form.Item name="code" label={t.code} rules={[{ required: true }]}>
        <Input inputMode="numeric" autoComplete="one-time-code" maxLength={10} />
      </Form.Item>
    </FormSection>
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
