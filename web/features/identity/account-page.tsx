import { App, Form, type FormRule, Input } from 'antd'
import type { Text } from '#platform/text.ts'
import { identityApi } from '#modules/identity/api.ts'
import { MySessions } from '#web/features/identity/my-sessions.tsx'
import { NewPasswordItem } from '#web/features/identity/new-password.tsx'
import { TotpSection } from '#web/features/identity/totp-section.tsx'
import { useText } from '#web/lib/i18n.ts'
import { useMe, keepMe } from '#web/lib/session.ts'
import { Section } from '#web/ui/detail-page.tsx'
import { FormSection } from '#web/ui/form-section.tsx'

const text = {
  title: { zh: '个人设置', en: 'My account' },
  profile: { zh: '个人资料', en: 'Profile' },
  name: { zh: '姓名', en: 'Name' },
  email: { zh: '邮箱', en: 'E-mail' },
  save: { zh: '保存', en: 'Save' },
  saved: { zh: '已保存', en: 'Saved' },
  password: { zh: '修改密码', en: 'Change the password' },
  current: { zh: '当前密码', en: 'Current password' },
  next: { zh: '新密码', en: 'New password' },
  again: { zh: '再输一次新密码', en: 'New password again' },
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
  return (
    <Section title={t.profile}>
      <FormSection<typeof identityApi.updateMe, { name: string }>
        name="profile"
        operation={identityApi.updateMe}
        toInput={({ name }) => ({ body: { name } })}
        onDone={(changed) => {
          keepMe(changed)
          void message.success(t.saved)
        }}
        initial={{ name: me.user.name }}
        saveText={t.save}
      >
        <Form.Item label={t.email} htmlFor="account-email">
          <Input id="account-email" value={me.user.email ?? ''} readOnly variant="filled" />
        </Form.Item>
        <Form.Item name="name" label={t.name} rules={[{ required: true, whitespace: true }]}>
          <Input maxLength={80} autoComplete="name" />
        </Form.Item>
      </FormSection>
    </Section>
  )
}

type Passwords = { current: string; next: string; again: string }

function Password() {
  const t = useText(text)
  const { message } = App.useApp()
  const rule = { required: true }
  const isSame: FormRule = ({ getFieldValue }) => ({
    validator: async (_: unknown, value: string) => {
      if (value !== getFieldValue('next')) throw new Error(t.differ)
    },
  })
  return (
    <Section title={t.password}>
      <FormSection<typeof identityApi.changePassword, Passwords>
        name="password"
        operation={identityApi.changePassword}
        toInput={({ current, next }) => ({ body: { current, next } })}
        onDone={() => void message.success(t.changed)}
        saveText={t.password}
        isSecret
      >
        <Form.Item name="current" label={t.current} rules={[rule]}>
          <Input.Password autoComplete="current-password" maxLength={200} />
        </Form.Item>
        <NewPasswordItem name="next" label={t.next} />
        <Form.Item name="again" label={t.again} dependencies={['next']} rules={[rule, isSame]}>
          <Input.Password autoComplete="new-password" maxLength={200} />
        </Form.Item>
      </FormSection>
    </Section>
  )
}
