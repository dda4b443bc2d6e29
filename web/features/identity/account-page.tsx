import { App, Button, Form, Input } from 'antd'
import type { Text } from '#platform/text.ts'
import { identityApi } from '#modules/identity/api.ts'
import { MySessions } from '#web/features/identity/my-sessions.tsx'
import { TotpSection } from '#web/features/identity/totp-section.tsx'
import { useText } from '#web/lib/i18n.ts'
import { useMe, welcome } from '#web/lib/session.ts'
import { Section } from '#web/ui/detail-page.tsx'
import { ErrorSummary } from '#web/ui/form-parts.tsx'
import { useFormSend } from '#web/ui/use-form-send.ts'

const text = {
  title: { zh: '个人设置', en: 'My account' },
  profile: { zh: '个人资料', en: 'Profile' },
  name: { zh: '姓名', en: 'Name' },
  email: { zh: '邮箱', en: 'E-mail' },
  save: { zh: '保存', en: 'Save' },
  saved: { zh: '已保存', en: 'Saved' },
  needed: { zh: '请填写', en: 'Fill this in' },
  password: { zh: '修改密码', en: 'Change the password' },
  current: { zh: '当前密码', en: 'Current password' },
  next: { zh: '新密码', en: 'New password' },
  again: { zh: '再输一次新密码', en: 'New password again' },
  nextHelp: { zh: '至少 10 个字符，不能是常见密码', en: '10 characters or more, not a common one' },
  differ: { zh: '两次输入不一致', en: 'The two are not the same' },
  changed: { zh: '密码已修改', en: 'The password is changed' },
} satisfies Text

export function AccountPage() {
  const t = useText(text)
  return (
    <div className="n-page">
      <div className="n-page-head">
        <h1>{t.title}</h1>
      </div>
      <div className="n-columns">
        <Profile />
        <Password />
        <TotpSection />
      </div>
      <MySessions />
    </div>
  )
}

function Profile() {
  const t = useText(text)
  const me = useMe()
  const { message } = App.useApp()
  const sending = useFormSend<typeof identityApi.updateMe, { name: string }>(
    identityApi.updateMe,
    ({ name }) => ({ body: { name } }),
    (changed) => {
      welcome(changed)
      void message.success(t.saved)
    },
  )
  return (
    <Section title={t.profile}>
      <Form
        form={sending.form}
        layout="vertical"
        initialValues={{ name: me.user.name }}
        onFinish={(values) => void sending.submit(values)}
      >
        {sending.trouble && <ErrorSummary trouble={sending.trouble} />}
        <Form.Item label={t.email} htmlFor="account-email">
          <Input id="account-email" value={me.user.email ?? ''} readOnly variant="filled" />
        </Form.Item>
        <Form.Item
          name="name"
          label={t.name}
          rules={[{ required: true, whitespace: true, message: t.needed }]}
        >
          <Input maxLength={80} autoComplete="name" />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={sending.isBusy}>
          {t.save}
        </Button>
      </Form>
    </Section>
  )
}

type Passwords = { current: string; next: string; again: string }

function Password() {
  const t = useText(text)
  const { message } = App.useApp()
  const sending = useFormSend<typeof identityApi.changePassword, Passwords>(
    identityApi.changePassword,
    ({ current, next }) => ({ body: { current, next } }),
    (_, form) => {
      form.resetFields()
      void message.success(t.changed)
    },
  )
  const rule = { required: true, message: t.needed }
  const isSame = {
    validator: (_: unknown, value: string) =>
      value === sending.form.getFieldValue('next') ? Promise.resolve() : Promise.reject(new Error(t.differ)),
  }
  return (
    <Section title={t.password}>
      <Form
        form={sending.form}
        name="password"
        layout="vertical"
        onFinish={(values) => void sending.submit(values)}
      >
        {sending.trouble && <ErrorSummary trouble={sending.trouble} />}
        <Form.Item name="current" label={t.current} rules={[rule]}>
          <Input.Password autoComplete="current-password" maxLength={200} />
        </Form.Item>
        <Form.Item
          name="next"
          label={t.next}
          extra={t.nextHelp}
          rules={[rule, { min: 10, message: t.nextHelp }]}
        >
          <Input.Password autoComplete="new-password" maxLength={200} />
        </Form.Item>
        <Form.Item name="again" label={t.again} dependencies={['next']} rules={[rule, isSame]}>
          <Input.Password autoComplete="new-password" maxLength={200} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={sending.isBusy}>
          {t.password}
        </Button>
      </Form>
    </Section>
  )
}
