import { Modal } from 'antd'
import type { Text } from '#platform/text.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { type Shortcut, isMac, useRegisteredShortcuts } from '#web/lib/shortcuts.ts'

const text = {
  title: { zh: '键盘快捷键', en: 'Keyboard shortcuts' },
  help: {
    zh: '只列出当前页面可用的按键。输入文字时按键不起作用。',
    en: 'The keys of the page as it is now. They rest while you type.',
  },
  or: { zh: '或', en: 'or' },
} satisfies Text

const names: Record<string, string> = {
  Mod: isMac ? '⌘' : 'Ctrl',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
}

/** What the keyboard does on the open page, by heading. */
export function KeyboardSheet({ onClose }: { onClose: () => void }) {
  const t = useText(text)
  const say = useSay()
  const groups = Map.groupBy(useRegisteredShortcuts(), (shortcut) => say(shortcut.group))
  return (
    <Modal open onCancel={onClose} footer={null} width={720} title={t.title} destroyOnHidden>
      <p className="n-quiet">{t.help}</p>
      <div className="n-keys">
        {[...groups].map(([title, shortcuts]) => (
          <section key={title}>
            <h2>{title}</h2>
            <dl>
              {shortcuts.map((shortcut) => (
                <Row key={shortcut.keys.join()} shortcut={shortcut} or={t.or} />
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}

function Row({ shortcut, or }: { shortcut: Shortcut; or: string }) {
  const say = useSay()
  return (
    <div>
      <dt>{say(shortcut.text)}</dt>
      <dd>
        {shortcut.keys.map((key, index) => (
          <span key={key}>
            {index > 0 && ` ${or} `}
            {key.split('+').map((part) => (
              <kbd key={part}>{names[part] ?? (part.length === 1 ? part.toUpperCase() : part)}</kbd>
            ))}
          </span>
        ))}
      </dd>
    </div>
  )
}
