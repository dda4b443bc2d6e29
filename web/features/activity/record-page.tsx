import type { ComponentProps, ReactNode } from 'react'
import type { RecordRef } from '#platform/records.ts'
import { ActivitySection } from '#web/features/activity/activity-section.tsx'
import { AttachmentsSection } from '#web/features/activity/attachments-section.tsx'
import { RecordTools } from '#web/features/activity/record-tools.tsx'
import { RelatedSection } from '#web/features/activity/related-section.tsx'
import { useListTrail } from '#web/lib/list-trail.ts'
import { DetailPage } from '#web/ui/detail-page.tsx'
import '#web/features/activity/activity.css'

type RecordPageProps = Omit<ComponentProps<typeof DetailPage>, 'tools' | 'side'> & {
  record: RecordRef
  /** What people call it, to be copied; the title unless given. */
  copyId?: string
  /** Sections above the activity. */
  side?: ReactNode
}

/** The page of one record: the skeleton with what every record has. Its tools, related records, files and activity. */
export function RecordPage({ record, copyId, side, children, ...page }: RecordPageProps) {
  const trail = useListTrail(record.type, record.id)
  return (
    <DetailPage
      {...page}
      back={trail ? { ...page.back, to: trail.backTo } : page.back}
      tools={<RecordTools key={record.id} record={record} copyId={copyId ?? page.title} />}
      side={
        <>
          {side}
          <ActivitySection key={`activity ${record.id}`} record={record} />
        </>
      }
    >
      {children}
      <div className="n-record-parts">
        <AttachmentsSection key={`files ${record.id}`} record={record} />
        <RelatedSection record={record} />
      </div>
    </DetailPage>
  )
}
