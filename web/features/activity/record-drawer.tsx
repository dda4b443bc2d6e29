import { Drawer } from 'antd'
import type { ComponentProps, ReactNode } from 'react'
import type { AnyRef } from '#platform/records.ts'
import { ActivitySection } from '#web/features/activity/activity-section.tsx'
import { RelatedSection } from '#web/features/activity/related-section.tsx'
import { type Action, Actions } from '#web/ui/action-button.tsx'
import { type Property, Properties } from '#web/ui/detail-page.tsx'
import '#web/features/activity/activity.css'

type RecordDrawerProps = {
  /** Null: it is as delivered, and has no history yet. */
  record: AnyRef | null
  title: string
  /** A StatusTag. */
  state?: ReactNode
  actions?: readonly Action[]
  properties: readonly Property[]
  /** Lists with all that a group of what it is used in has. */
  allOf?: ComponentProps<typeof RelatedSection>['allOf']
  onClose: () => void
  /** What it matches or allows. */
  children?: ReactNode
}

/** What has no page of its own, beside its list: how it stands, what it matches, where it is used, who changed it. */
export function RecordDrawer(props: RecordDrawerProps) {
  const { record } = props
  return (
    <Drawer open title={props.title} size={560} onClose={props.onClose} extra={props.state}>
      <div className="n-drawer-stack">
        <Actions actions={props.actions ?? []} />
        <Properties rows={props.properties} />
        {props.children}
        {record && <RelatedSection record={record} {...(props.allOf ? { allOf: props.allOf } : {})} />}
        {record && <ActivitySection key={record.id} record={record} />}
      </div>
    </Drawer>
  )
}
