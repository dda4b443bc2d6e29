import { Form, type FormRule, Input } from 'antd'
import type { Text } from '#platform/text.ts'
import { PASSWORD_MIN, whyNotPassword } from '#modules/identity/password-rule.ts'
import { fill, useText } from '#web/lib/i18n.ts'

const text = {
  help: {
    zh: '至少 {n} 个字符，不能是常见密码。',
    en: '{n} characters or more, and not a common password.',
  },
  missing: { zh: '还差 {n} 个字符', en: '{n} more {n:character|characters} needed' },
  common: { zh: '太常见，容易被猜中', en: 'Too common: it is easily guessed' },
} satisfies Text

type NewPasswordItemProps = {
  name: string
  label: string
  /** What to do with it, told after what it has to be. */
  more?: string
}

/** A password somebody chooses: what it has to be stands below it, what is still missing is said once it is typed. */
export function NewPasswordItem({ name, label, more }: NewPasswordItemProps) {
  const t = useText(text)
  const isGood: FormRule = {
    validator: async (_: unknown, value: string = '') => {
      if (value === '' || !whyNotPassword(value)) return
      const missing = PASSWORD_MIN - [...value].length
      throw new Error(missing > 0 ? fill(t.missing, { n: missing }) : t.common)
    },
  }
  const help = fill(t.help, { n: PASSWORD_MIN })
  return (
    <Form.Item
      name={name}
      label={label}
      extra={more ? `${help} ${more}` : help}
      rules={[{ required: true }, isGood]}
    >
      <Input.Password autoComplete="new-password" maxLength={200} />
    </Form.Item>
  )
}
