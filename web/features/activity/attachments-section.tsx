import { Button, Progress, Segmented } from 'antd'
import { type DragEvent, useEffect, useRef, useState } from 'react'
import type { ResultOf } from '#platform/api.ts'
import type { RecordRef } from '#platform/records.ts'
import type { Text } from '#platform/text.ts'
import { activityApi } from '#modules/activity/api.ts'
import { FILE_MAX_BYTES, allowedExtensions, previewOf } from '#modules/activity/file-type.ts'
import { type Audience, audienceNames } from '#modules/activity/kind.ts'
import { AudienceMark } from '#web/features/activity/audience.tsx'
import { FilePreview, type ShownFile } from '#web/features/activity/file-preview.tsx'
import { type Upload, useUploads } from '#web/features/activity/use-uploads.ts'
import { saveFile, urlOf, useOperation } from '#web/lib/api.ts'
import { formatNumber } from '#web/lib/format.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { useCan, useMe } from '#web/lib/session.ts'
import { isTyping } from '#web/lib/shortcuts.ts'
import { ConfirmAction } from '#web/ui/confirm-action.tsx'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import { Icon } from '#web/ui/icons.tsx'
import { RelativeTime } from '#web/ui/values.tsx'

type File_ = ResultOf<typeof activityApi.listAttachments>['rows'][number]

const text = {
  title: { zh: '附件', en: 'Files' },
  add: { zh: '上传', en: 'Add files' },
  drop: {
    zh: '拖放、粘贴或点击“上传”；{max} MB 以内：{kinds}',
    en: 'Drop, paste or add; up to {max} MB: {kinds}',
  },
  none: { zh: '还没有附件', en: 'No files yet' },
  audience: { zh: '谁能看到新附件', en: 'Who sees new files' },
  save: { zh: '下载 {name}', en: 'Download {name}' },
  remove: { zh: '删除 {name}', en: 'Remove {name}' },
  removeAsk: { zh: '删除“{name}”？', en: 'Remove “{name}”?' },
  removeHelp: {
    zh: '删除后不能再下载；删除人和原因会留在动态里。',
    en: 'It can no longer be downloaded. Who removed it and why stays in the activity.',
  },
  confirm: { zh: '删除', en: 'Remove' },
  stop: { zh: '取消上传 {name}', en: 'Stop {name}' },
  dismiss: { zh: '知道了', en: 'Dismiss' },
} satisfies Text

/** The files of a record: dropped anywhere on it, pasted, or chosen. */
export function AttachmentsSection({ record }: { record: RecordRef }) {
  const t = useText(text)
  const say = useSay()
  const isOurs = useCan('activity.read')
  const canWrite = useCan('note.write')
  const [audience, setAudience] = useState<Audience>(isOurs ? 'internal' : 'customer')
  const [shown, setShown] = useState<ShownFile | null>(null)
  const [removing, setRemoving] = useState<File_ | null>(null)
  const [isOver, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const read = useOperation(activityApi.listAttachments, { params: record })
  const { uploads, add, drop } = useUploads(record, audience)
  usePaste(canWrite ? add : null)
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void add([...event.dataTransfer.files])
  }
  const dropping = canWrite
    ? {
        onDragOver: (event: DragEvent) => {
          event.preventDefault()
          setOver(true)
        },
        onDragLeave: () => setOver(false),
        onDrop,
      }
    : {}
  const extra = canWrite && (
    <span className="n-attach-tools">
      {isOurs && (
        <Segmented
          size="small"
          aria-label={t.audience}
          value={audience}
          onChange={setAudience}
          options={(['internal', 'customer'] as const).map((value) => ({
            value,
            label: say(audienceNames[value]),
          }))}
        />
      )}
      <Button size="small" icon={<Icon name="clip" size={14} />} onClick={() => input.current?.click()}>
        {t.add}
      </Button>
    </span>
  )
  return (
    <div className="n-attach" data-over={isOver} {...dropping}>
      <Section title={t.title} extra={extra}>
        <input
          ref={input}
          type="file"
          multiple
          className="n-hidden"
          tabIndex={-1}
          aria-label={t.add}
          accept={allowedExtensions.map((one) => `.${one}`).join(',')}
          onChange={(event) => {
            void add([...(event.target.files ?? [])])
            event.target.value = ''
          }}
        />
        <Uploads uploads={uploads} onDrop={drop} />
        <Loaded read={read}>
          {({ rows }) =>
            rows.length === 0 ? (
              <p className="n-quiet">{t.none}</p>
            ) : (
              <ul className="n-files">
                {rows.map((file) => (
                  <FileLine
                    key={file.id}
                    file={file}
                    onShow={() => setShown(file)}
                    onRemove={() => setRemoving(file)}
                  />
                ))}
              </ul>
            )
          }
        </Loaded>
        {canWrite && (
          <p className="n-quiet n-attach-help">
            {fill(t.drop, { max: FILE_MAX_BYTES / 1024 / 1024, kinds: allowedExtensions.join(' ') })}
          </p>
        )}
      </Section>
      {shown && <FilePreview file={shown} onClose={() => setShown(null)} />}
      {removing && (
        <ConfirmAction
          title={fill(t.removeAsk, { name: removing.name })}
          help={t.removeHelp}
          confirmText={t.confirm}
          isDanger
          needsReason
          operation={activityApi.removeAttachment}
          toInput={(reason) => ({ params: { attachmentId: removing.id }, body: { reason } })}
          onClose={() => setRemoving(null)}
        />
      )}
    </div>
  )
}

function FileLine({ file, onShow, onRemove }: { file: File_; onShow: () => void; onRemove: () => void }) {
  const t = useText(text)
  const { user } = useMe()
  const mayRemoveAll = useCan('note.manage')
  const params = { attachmentId: file.id }
  const isImage = previewOf(file.contentType) === 'image'
  return (
    <li>
      <button type="button" className="n-file" onClick={onShow}>
        {isImage ? (
          <img src={urlOf(activityApi.previewAttachment, { params })} alt="" loading="lazy" />
        ) : (
          <Icon name="order" size={22} />
        )}
        <span>{file.name}</span>
      </button>
      <span className="n-quiet n-file-facts">
        {sizeOf(file.bytes)} · {file.addedByName ?? '–'} · <RelativeTime at={file.addedAt} />
      </span>
      <AudienceMark audience={file.audience} />
      <span className="n-file-tools">
        <Button
          size="small"
          type="text"
          icon={<Icon name="import" size={15} />}
          aria-label={fill(t.save, { name: file.name })}
          title={fill(t.save, { name: file.name })}
          onClick={() => void saveFile(activityApi.downloadAttachment, { params })}
        />
        {(mayRemoveAll || file.addedBy === user.id) && (
          <Button
            size="small"
            type="text"
            icon={<Icon name="trash" size={15} />}
            aria-label={fill(t.remove, { name: file.name })}
            title={fill(t.remove, { name: file.name })}
            onClick={onRemove}
          />
        )}
      </span>
    </li>
  )
}

function Uploads({ uploads, onDrop }: { uploads: readonly Upload[]; onDrop: (key: string) => void }) {
  const t = useText(text)
  if (uploads.length === 0) return null
  return (
    <ul className="n-uploads" aria-live="polite">
      {uploads.map(({ key, name, fraction, problem }) => (
        <li key={key}>
          <span>{problem ?? name}</span>
          {problem === null && (
            <Progress percent={Math.round(fraction * 100)} size="small" aria-label={name} />
          )}
          <Button
            size="small"
            type="text"
            onClick={() => onDrop(key)}
            aria-label={problem ? t.dismiss : fill(t.stop, { name })}
          >
            {problem ? t.dismiss : <Icon name="close" size={14} />}
          </Button>
        </li>
      ))}
    </ul>
  )
}

const KILOBYTE = 1024

function sizeOf(bytes: number): string {
  return bytes < KILOBYTE * KILOBYTE
    ? `${formatNumber(Math.max(1, Math.round(bytes / KILOBYTE)))} KB`
    : `${formatNumber(bytes / KILOBYTE / KILOBYTE, 1)} MB`
}

/** Files in the clipboard go to the record, unless they are pasted into a field that takes them as text. */
function usePaste(add: ((files: readonly File[]) => Promise<void>) | null): void {
  const latest = useRef(add)
  useEffect(() => {
    latest.current = add
  })
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])]
      const hasText = event.clipboardData?.types.includes('text/plain') ?? false
      if (files.length === 0 || !latest.current || (hasText && isTyping(event.target))) return
      event.preventDefault()
      void latest.current(files)
    }
    document.addEventListener('paste', onPaste)
    return () => document.removeEventListener('paste', onPaste)
  }, [])
}
