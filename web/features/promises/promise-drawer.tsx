import { useParams } from '@tanstack/react-router'
import { Drawer } from 'antd'
import { RecordPage } from '#web/features/activity/record-page.tsx'
import '#web/features/promises/promises.css'
import { promisesApi } from '#modules/promises/api.ts'
import { kindNames } from '#modules/promises/promise.ts'
import type { Text } from '#platform/text.ts'
import { usePromiseActions } from '#web/features/promises/promise-actions.tsx'
import { PromiseBody } from '#web/features/promises/promise-body.tsx'
import { PromiseName, StateCell } from '#web/features/promises/promise-cells.tsx'
import { promiseText } from '#web/features/promises/promise-text.ts'
import { useOperation } from '#web/lib/api.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { Actions } from '#web/ui/action-button.tsx'
import { Loaded } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { Deadline } from '#web/ui/values.tsx'

const text = { page: { zh: '单独打开', en: 'Open as a page' } } satisfies Text

const DRAWER_WIDTH = 620

/** One promise beside the board. */
export function PromiseDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useText(text)
  const p = useText(promiseText)
  const read = useOperation(promisesApi.getPromise, { params: { id } })
  const { actions, dialog } = usePromiseActions(read.data)
  const title = read.data ? <PromiseName promise={read.data} /> : p.promise
  return (
    <Drawer open title={title} size={DRAWER_WIDTH} onClose={onClose}>
      <Loaded read={read}>
        {(promise) => (
          <div className="n-drawer-stack">
            <p className="n-pr-headline">
              <StateCell promise={promise} />
              {promise.state === 'open' && <Deadline due={promise.dueAt} />}
              <span className="n-quiet">{promise.customerName}</span>
              <PageLink className="n-pr-page" to={paths.promise(promise.rootId)}>
                {t.page}
              </PageLink>
            </p>
            <Actions actions={actions} />
            <PromiseBody promise={promise} />
          </div>
        )}
      </Loaded>
      {dialog}
    </Drawer>
  )
}

/** The same as a page, for links from elsewhere. */
export function PromisePage() {
  const p = useText(promiseText)
  const say = useSay()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const read = useOperation(promisesApi.getPromise, { params: { id } })
  const { actions, dialog } = usePromiseActions(read.data)
  return (
    <Loaded read={read}>
      {(promise) => (
        <RecordPage
          record={{ type: 'promise', id: promise.rootId }}
          back={{ to: paths.promises, text: p.promises }}
          title={`${say(kindNames[promise.kind])} ${promise.orderNumber ?? ''}`.trim()}
          state={<StateCell promise={promise} />}
          deadline={promise.state === 'open' ? { due: promise.dueAt, text: '' } : null}
          actions={actions}
        >
          <PromiseBody promise={promise} />
          {dialog}
        </RecordPage>
      )}
    </Loaded>
  )
}
