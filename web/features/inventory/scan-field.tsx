import { Button } from 'antd'
import { useRef, useState } from 'react'
import { type Text, fill } from '#platform/text.ts'
import { inventoryApi } from '#modules/inventory/api.ts'
import { ProductLookup } from '#web/features/inventory/lookups.tsx'
import type { CodeMatch } from '#web/features/inventory/receive-line.ts'
import { ApiProblem, call } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { Icon } from '#web/ui/icons.tsx'
import { ScanBox } from '#web/ui/scan-box.tsx'

const text = {
  label: {
    zh: '扫描条码，或输入条码、商品编码后按回车',
    en: 'Scan a barcode, or type a barcode or SKU and press Enter',
  },
  unknown: {
    zh: '没有条码或编码为 {code} 的商品，请检查或先新增商品',
    en: 'No product has the barcode or SKU {code}. Check it, or add the product first',
  },
  several: { zh: '{code} 对应多个商品，请选择：', en: '{code} means more than one product. Choose:' },
  failed: { zh: '{code} 查询失败：{why}', en: 'The look-up of {code} failed: {why}' },
  added: { zh: '已加入 {sku} {name}', en: 'Added {sku} {name}' },
  again: { zh: '重试', en: 'Try again' },
  dismiss: { zh: '忽略 {code}', en: 'Dismiss {code}' },
} satisfies Text

/** A scan that did not name one product; it stays until somebody deals with it, however fast the next ones come. */
type Unsettled = { key: number; code: string; words: string; choices: CodeMatch[]; isLost: boolean }

/** The scan box for goods: codes scanned in quick succession are looked up one after the other. */
export function ScanField({ onFound }: { onFound: (product: CodeMatch) => void }) {
  const t = useText(text)
  const scans = useScans(onFound)
  const [round, setRound] = useState(0)

  const choose = async (id: string | null) => {
    if (!id) return
    setRound(round + 1)
    scans.take(await call(inventoryApi.getProduct, { params: { id } }))
  }
  return (
    <div>
      <div className="n-inv-scan">
        <ScanBox label={t.label} onScan={scans.scan} />
        <ProductLookup key={round} value={null} onChange={(id) => void choose(id)} />
      </div>
      <p role="status" className="n-inv-outcome">
        {scans.last && fill(t.added, scans.last)}
      </p>
      <UnsettledScans scans={scans} />
    </div>
  )
}

/** Looks codes up in the order scanned. */
function useScans(onFound: (product: CodeMatch) => void) {
  const t = useText(text)
  const queue = useRef<Promise<unknown>>(Promise.resolve())
  const count = useRef(0)
  const [last, setLast] = useState<CodeMatch | null>(null)
  const [unsettled, setUnsettled] = useState<Unsettled[]>([])
  const dismiss = (key: number) => setUnsettled((before) => before.filter((one) => one.key !== key))
  const take = (product: CodeMatch) => {
    setLast(product)
    onFound(product)
  }
  const keep = (one: Omit<Unsettled, 'key'>) =>
    setUnsettled((before) => [...before, { ...one, key: (count.current += 1) }])
  const lookUp = async (code: string): Promise<boolean> => {
    try {
      const { rows } = await call(inventoryApi.findProductsByCode, { params: { code } })
      const [first] = rows
      if (first && rows.length === 1) {
        take(first)
        return true
      }
      keep({ code, words: fill(first ? t.several : t.unknown, { code }), choices: rows, isLost: false })
    } catch (error) {
      const why = error instanceof ApiProblem ? error.detail : ''
      keep({ code, words: fill(t.failed, { code, why }), choices: [], isLost: true })
    }
    return false
  }
  const scan = (code: string): Promise<boolean> => {
    const looked = queue.current.then(() => lookUp(code))
    queue.current = looked
    return looked
  }
  return { last, unsettled, scan, take, dismiss }
}

function UnsettledScans({ scans }: { scans: ReturnType<typeof useScans> }) {
  const t = useText(text)
  const settle = (key: number, run: () => void) => () => {
    scans.dismiss(key)
    run()
  }
  return (
    <div role="alert">
      {scans.unsettled.map(({ key, code, words, choices, isLost }) => (
        <div key={key} className="n-inv-unknown">
          <span>{words}</span>
          {choices.map((product) => (
            <Button key={product.id} size="small" onClick={settle(key, () => scans.take(product))}>
              {product.sku} {product.name}
            </Button>
          ))}
          {isLost && (
            <Button size="small" onClick={settle(key, () => void scans.scan(code))}>
              {t.again}
            </Button>
          )}
          <Button
            type="text"
            size="small"
            aria-label={fill(t.dismiss, { code })}
            title={fill(t.dismiss, { code })}
            icon={<Icon name="close" size={13} />}
            onClick={() => scans.dismiss(key)}
          />
        </div>
      ))}
    </div>
  )
}
