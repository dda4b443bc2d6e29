import { Button, Modal } from 'antd'
import type { Text } from '#platform/text.ts'
import { inquiriesApi } from '#modules/inquiries/api.ts'
import type { Inquiry } from '#web/features/inquiries/inquiry-text.ts'
import { problemText, useSend } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { useGo } from '#web/ui/link.tsx'

const text = {
  title: { zh: '客户还有其他货物需要查询吗？', en: 'Are there other goods the customer wants to track?' },
  help: {
    zh: '结束前请询问客户。有其他货物时，结束后会打开该客户的在途订单。',
    en: 'Ask before closing. With other goods, the customer’s orders on the road open next.',
  },
  no: { zh: '没有，结束', en: 'No, close it' },
  yes: { zh: '有，继续查询', en: 'Yes, go on' },
} satisfies Text

/** The last question of an inquiry; its answer closes it. */
export function CloseInquiry({ inquiry, onClose }: { inquiry: Inquiry; onClose: () => void }) {
  const t = useText(text)
  const goTo = useGo()
  const close = useSend(inquiriesApi.closeInquiry, {
    onDone: ({ wantsMore, customer }) => {
      onClose()
      if (wantsMore) goTo(`${paths.orders}?customerId=${customer.id}&state=shipping`)
    },
  })
  const send = (wantsMore: boolean) => close.mutate({ params: { id: inquiry.id }, body: { wantsMore } })
  return (
    <Modal
      open
      title={t.title}
      onCancel={onClose}
      footer={[
        <Button key="yes" loading={close.isPending} onClick={() => send(true)}>
          {t.yes}
        </Button>,
        <Button key="no" type="primary" loading={close.isPending} onClick={() => send(false)}>
          {t.no}
        </Button>,
      ]}
    >
      <p className="n-modal-help">{t.help}</p>
      {close.error && <p role="alert">{problemText(close.error)}</p>}
    </Modal>
  )
}
