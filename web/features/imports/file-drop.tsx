import { type DragEvent, useId, useRef, useState } from 'react'
import type { Text } from '#platform/text.ts'
import { useText } from '#web/lib/i18n.ts'
import { Icon } from '#web/ui/icons.tsx'

const text = {
  drop: { zh: '把文件拖到这里，或点击选择', en: 'Drop a file here, or click to choose one' },
  kinds: { zh: '支持 .xlsx、.csv', en: '.xlsx or .csv' },
} satisfies Text

/** A place for one file: dropped, or chosen by click or key. `busyText`: what is being done with the one before. */
export function FileDrop({ onFile, busyText }: { onFile: (file: File) => void; busyText: string | null }) {
  const t = useText(text)
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const isBusy = busyText !== null
  const take = (files: FileList | null) => {
    const [file] = files ?? []
    if (file && !isBusy) onFile(file)
    // The same file may be chosen again once it is corrected.
    if (input.current) input.current.value = ''
  }
  const over = (event: DragEvent, isIn: boolean) => {
    event.preventDefault()
    setOver(isIn)
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- dropping is for the mouse; the key opens the input
    <label
      htmlFor={id}
      className="n-imp-drop"
      data-over={isOver}
      data-busy={isBusy}
      aria-busy={isBusy}
      onDragOver={(event) => over(event, true)}
      onDragLeave={(event) => over(event, false)}
      onDrop={(event) => {
        over(event, false)
        take(event.dataTransfer.files)
      }}
    >
      <input
        ref={input}
        id={id}
        type="file"
        accept=".csv,.tsv,.txt,.xlsx"
        className="n-hidden"
        disabled={isBusy}
        onChange={(event) => take(event.target.files)}
      />
      {isBusy ? <span className="n-spinner" /> : <Icon name="import" size={34} />}
      <strong role="status">{busyText ?? t.drop}</strong>
      {!isBusy && <span className="n-quiet">{t.kinds}</span>}
    </label>
  )
}
