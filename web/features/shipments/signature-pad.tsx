import { Button } from 'antd'
import { useRef, useState } from 'react'
import type { Text } from '#platform/text.ts'
import { useText } from '#web/lib/i18n.ts'

const text = {
  label: { zh: '在此手写签名（也可只填签收人）', en: 'Sign here (or only fill in the name)' },
  clear: { zh: '重签', en: 'Clear' },
} satisfies Text

const WIDTH = 480
const HEIGHT = 160
const LINE = 2.5

/** A field to sign in with finger, pen or mouse; gives a PNG, null while it is empty. */
export function SignaturePad({ onChange }: { onChange: (png: Blob | null) => void }) {
  const t = useText(text)
  const canvas = useRef<HTMLCanvasElement>(null)
  const isDown = useRef(false)
  const [isEmpty, setEmpty] = useState(true)

  const place = (event: React.PointerEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    return {
      x: ((event.clientX - box.left) * WIDTH) / box.width,
      y: ((event.clientY - box.top) * HEIGHT) / box.height,
    }
  }
  const start = (event: React.PointerEvent<HTMLCanvasElement>) => {
    const pen = event.currentTarget.getContext('2d')
    if (!pen) return
    event.currentTarget.setPointerCapture(event.pointerId)
    isDown.current = true
    if (isEmpty) paper(pen)
    const { x, y } = place(event)
    pen.beginPath()
    pen.moveTo(x, y)
  }
  const draw = (event: React.PointerEvent<HTMLCanvasElement>) => {
    const pen = event.currentTarget.getContext('2d')
    if (!isDown.current || !pen) return
    const { x, y } = place(event)
    pen.lineTo(x, y)
    pen.stroke()
  }
  const end = (event: React.PointerEvent<HTMLCanvasElement>) => {
    if (!isDown.current) return
    isDown.current = false
    setEmpty(false)
    event.currentTarget.toBlob(onChange, 'image/png')
  }
  const clear = () => {
    canvas.current?.getContext('2d')?.clearRect(0, 0, WIDTH, HEIGHT)
    setEmpty(true)
    onChange(null)
  }
  return (
    <div className="n-shp-sign">
      <canvas
        ref={canvas}
        width={WIDTH}
        height={HEIGHT}
        role="img"
        aria-label={t.label}
        onPointerDown={start}
        onPointerMove={draw}
        onPointerUp={end}
        onPointerCancel={end}
      />
      {isEmpty ? (
        <span aria-hidden="true">{t.label}</span>
      ) : (
        <Button size="small" onClick={clear}>
          {t.clear}
        </Button>
      )}
    </div>
  )
}

/** Black on white in both themes: it is printed. */
function paper(pen: CanvasRenderingContext2D): void {
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, WIDTH, HEIGHT)
  pen.strokeStyle = '#111'
  pen.lineWidth = LINE
  pen.lineCap = 'round'
  pen.lineJoin = 'round'
}
