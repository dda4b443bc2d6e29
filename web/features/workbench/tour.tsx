import { Tour } from 'antd'
import type { Text } from '#platform/text.ts'
import { useText } from '#web/lib/i18n.ts'

const text = {
  find: { zh: '一个框找到所有东西', en: 'One box finds everything' },
  findHelp: {
    zh: '按 Ctrl+K（Mac 为 ⌘K）：单号、手机尾号、名称、拼音首字母、地址，以及当前记录能做的操作。',
    en: 'Ctrl+K (⌘K on a Mac): numbers, phone tails, names, addresses, and what can be done with the open record.',
  },
  menu: { zh: '工作从这里开始', en: 'Work begins here' },
  menuHelp: {
    zh: '承诺看板按到期时间排好：先看已逾期，再看今天到期和可能延误。',
    en: 'The promise board is in order of due time: what is late first, then today, then what is at risk.',
  },
  keys: { zh: '不用鼠标也可以', en: 'No mouse needed' },
  keysHelp: {
    zh: '任何页面按 ? 显示可用的快捷键；列表里 J、K 移动，Enter 打开。',
    en: 'Press ? on any page for its keys. In lists J and K move, Enter opens.',
  },
  look: { zh: '语言与外观', en: 'Language and appearance' },
  lookHelp: {
    zh: '中文、English 随时切换；浅色、深色或跟随系统。',
    en: 'Chinese or English at any time; light, dark, or as the system.',
  },
} satisfies Text

const at = (selector: string) => () => document.querySelector<HTMLElement>(selector) as HTMLElement

/** Points at what everybody uses, one thing after the other. */
export function AppTour({ onEnd }: { onEnd: () => void }) {
  const t = useText(text)
  const steps = [
    { title: t.find, description: t.findHelp, target: at('.n-palette-open') },
    { title: t.menu, description: t.menuHelp, target: at('.n-side') },
    { title: t.keys, description: t.keysHelp, target: at('#content') },
    { title: t.look, description: t.lookHelp, target: at('.n-header [lang]') },
  ].filter((step) => step.target() !== null)
  return <Tour open steps={steps} onClose={onEnd} onFinish={onEnd} />
}
