import { Select, Switch } from 'antd'
import type { Text } from '#platform/text.ts'
import {
  type MailChoice,
  type NoticeKind,
  type Setting,
  kinds,
  mailChoices,
  noticeKinds,
} from '#modules/notifications/kind.ts'
import { useSay, useText } from '#web/lib/i18n.ts'

export type Settings = Record<NoticeKind, Setting>

const text = {
  kind: { zh: '什么事', en: 'What' },
  inApp: { zh: '站内消息', en: 'In the app' },
  mail: { zh: '邮件', en: 'Mail' },
  off: { zh: '不发', en: 'None' },
  now: { zh: '立即', en: 'At once' },
  hourly: { zh: '每小时汇总', en: 'Hourly digest' },
  daily: { zh: '每天汇总', en: 'Daily digest' },
} satisfies Text & Record<MailChoice, unknown>

/** Each kind of news: in the app or not, and how by mail. */
export function KindTable({ value, onChange }: { value: Settings; onChange: (value: Settings) => void }) {
  const t = useText(text)
  const say = useSay()
  const options = mailChoices.map((choice) => ({ value: choice, label: t[choice] }))
  return (
    <div className="n-table-box">
      <table className="n-table n-kind-table">
        <thead>
          <tr>
            <th scope="col">{t.kind}</th>
            <th scope="col">{t.inApp}</th>
            <th scope="col">{t.mail}</th>
          </tr>
        </thead>
        <tbody>
          {noticeKinds.map((kind) => {
            const name = say(kinds[kind].text)
            const set = (patch: Partial<Setting>) =>
              onChange({ ...value, [kind]: { ...value[kind], ...patch } })
            return (
              <tr key={kind}>
                <td>{name}</td>
                <td>
                  <Switch
                    checked={value[kind].inApp}
                    aria-label={`${name} ${t.inApp}`}
                    onChange={(inApp) => set({ inApp })}
                  />
                </td>
                <td>
                  <Select
                    value={value[kind].mail}
                    options={options}
                    aria-label={`${name} ${t.mail}`}
                    className="n-kind-mail"
                    onChange={(mail: MailChoice) => set({ mail })}
                  />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

export const settingsOf = (rows: readonly (Setting & { kind: NoticeKind })[]): Settings =>
  Object.fromEntries(rows.map(({ kind, inApp, mail }) => [kind, { inApp, mail }])) as Settings

export const rowsOf = (settings: Settings) => noticeKinds.map((kind) => ({ kind, ...settings[kind] }))
