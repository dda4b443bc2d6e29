import { useQuery } from '@tanstack/react-query'
import { Button, Modal } from 'antd'
import type { Text } from '#platform/text.ts'
import { activityApi } from '#modules/activity/api.ts'
import { previewOf } from '#modules/activity/file-type.ts'
import { type FileAnswer, call, saveFile, urlOf } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { Loaded } from '#web/ui/detail-page.tsx'

const text = {
  save: { zh: '下载', en: 'Download' },
  close: { zh: '关闭', en: 'Close' },
  none: { zh: '这种文件不能预览，请下载后查看。', en: 'This kind of file has no preview. Download it.' },
  cut: { zh: '（只显示开头部分，完整内容请下载）', en: '(only the beginning; download it for all)' },
} satisfies Text

export type ShownFile = { id: string; name: string; contentType: string }

const TEXT_SHOWN_MAX = 200_000

/** A file within the page: a picture as a picture, text as text, anything else to be saved. */
export function FilePreview({ file, onClose }: { file: ShownFile; onClose: () => void }) {
  const t = useText(text)
  const params = { attachmentId: file.id }
  return (
    <Modal
      open
      title={file.name}
      width={900}
      onCancel={onClose}
      footer={[
        <Button key="close" onClick={onClose}>
          {t.close}
        </Button>,
        <Button
          key="save"
          type="primary"
          onClick={() => void saveFile(activityApi.downloadAttachment, { params })}
        >
          {t.save}
        </Button>,
      ]}
    >
      <Shown file={file} />
    </Modal>
  )
}

function Shown({ file }: { file: ShownFile }) {
  const t = useText(text)
  switch (previewOf(file.contentType)) {
    case 'image':
      return (
        <img
          className="n-file-shown"
          src={urlOf(activityApi.previewAttachment, { params: { attachmentId: file.id } })}
          alt={file.name}
        />
      )
    case 'text':
      return <TextFile file={file} />
    case null:
      return <p>{t.none}</p>
  }
}

function TextFile({ file }: { file: ShownFile }) {
  const t = useText(text)
  const read = useQuery({
    queryKey: ['file text', file.id],
    queryFn: async () => {
      const answer = await call(activityApi.previewAttachment, { params: { attachmentId: file.id } })
      return (answer as FileAnswer).blob.text()
    },
    staleTime: Infinity,
  })
  return (
    <Loaded read={read as never}>
      {(content: string) => (
        <>
          <pre className="n-data n-file-text">{content.slice(0, TEXT_SHOWN_MAX)}</pre>
          {content.length > TEXT_SHOWN_MAX && <p className="n-quiet">{t.cut}</p>}
        </>
      )}
    </Loaded>
  )
}
