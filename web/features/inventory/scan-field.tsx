import { Button, Input, type InputRef } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { type Text, fill } from '#platform/text.ts'
import { inventoryApi } from '#modules/inventory/api.ts'
import type { CodeMatch } from '#web/features/inventory/receive-page.tsx'
import { ApiProblem, call } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { Icon } from '#web/ui/icons.tsx'

const text = {
  label: {
    zh: '扫描条码，或输入条码、商品编码后按回车',
    en: 'Scan a barcode, or type a barcode or SKU and press Enter',
  },
  unknown: {
    zh: '没有条码或编码为 {code} 的商品，请检查或先新增商品',
    en: 'No product has the barcode or SKU {code}. Check it, or add the product first',
  },
  several: { zh: '{code} 对应多个商品，请选择', en: '{code} means more than one product. Choose' },
  added: { zh: '已加入 {sku} {name}', en: 'Added {sku} {name}' },
  failed: { zh: '查询失败，请重试', en: 'The look-up failed. Try again' },
} satisfies Text

type Outcome = { tone: 'good' | 'bad'; words: string } | null

/** A field for a barcode scanner: it keeps the focus, and codes scanned in quick succession are looked up one after the other. */
export function ScanField({ onFound }: { onFound: (product: CodeMatch) => void }) {
  const t = useText(text)
  const input = useRef<InputRef>(null)
  const queue = useRef<Promise<void>>(Promise.resolve())
  const [typed, setTyped] = useState('')
  const [outcome, setOutcome] = useState<Outcome>(null)
  const [choices, setChoices] = useState<CodeMatch[]>([])
  useEffect(() => input.current?.focus(), [])

  const take = (product: CodeMatch) => {
    setChoices([])
    setOutcome({ tone: 'good', words: fill(t.added, product) })
    onFound(product)
    input.current?.focus()
  }
  const lookUp = async (code: string) => {
    try {
      const { rows } = await call(inventoryApi.findProductsByCode, { params: { code } })
      const [first] = rows
      if (first && rows.length === 1) return take(first)
      setChoices(rows)
      setOutcome({ tone: 'bad', words: fill(rows.length === 0 ? t.unknown : t.several, { code }) })
    } catch (error) {
      setOutcome({ tone: 'bad', words: error instanceof ApiProblem ? error.detail : t.failed })
    }
  }
  const enter = () => {
    const code = typed.trim()
    if (code === '') return
    setTyped('')
    queue.current = queue.current.then(() => lookUp(code))
  }
  return (
    <div className="n-inv-scan">
      <Input
        ref={input}
        size="large"
        value={typed}
        maxLength={60}
        onChange={(event) => setTyped(event.target.value)}
        onPressEnter={(event) => {
          event.preventDefault()
          enter()
        }}
        prefix={<Icon name="search" size={16} />}
        placeholder={t.label}
        aria-label={t.label}
        autoComplete="off"
        spellCheck={false}
      />
      <p role="status" data-tone={outcome?.tone} className="n-inv-outcome">
        {outcome?.words}
      </p>
      {choices.map((product) => (
        <Button key={product.id} size="small" onClick={() => take(product)}>
          {product.sku} {product.name}
        </Button>
      ))}
    </div>
  )
}
