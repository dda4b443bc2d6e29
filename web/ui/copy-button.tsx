import { Button } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { useText } from '#web/lib/i18n.ts'

const text = {
  copy: { zh: '复制', en: 'Copy' },
  copied: { zh: '已复制', en: 'Copied' },
  failed: {
    zh: '浏览器不允许复制，请手动选择文字',
    en: 'The browser does not allow it; select the text by hand',
  },
} satisfies Text

export function CopyButton({ text: content }: { text: string }) {
  const t = useText(text)
  const [said, setSaid] = useState<'copied' | 'failed' | null>(null)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(content)
      setSaid('copied')
    } catch {
      setSaid('failed')
    }
  }
  return (
    <span>
      <Button onClick={() => void copy()}>{t.copy}</Button> <span role="status">{said ? t[said] : ''}</span>
    </span>
  )
}
