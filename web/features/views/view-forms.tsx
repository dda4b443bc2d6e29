import { Form, Input, Radio, Select } from 'antd'
import { viewsApi } from '#modules/views/api.ts'
import { NAME_MAX, type Visibility, visibilities, visibilityNames } from '#modules/views/view.ts'
import { viewText } from '#web/features/views/view-text.ts'
import type { OpenViews, View } from '#web/features/views/use-views.ts'
import { useSend } from '#web/lib/api.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { FormDialog } from '#web/ui/form-dialog.tsx'
import { useOnOffOptions } from '#web/ui/switch-off.tsx'
import { useFormSend } from '#web/ui/use-form-send.ts'

type Values = { name: string; visibility: Visibility; teamId?: string }
type FormProps = { teams: OpenViews['teams']; onClose: () => void }

/** Asks for a name, and by whom the view is seen where the person may say so. */
export function SaveViewForm({
  list,
  state,
  teams,
  onClose,
  onDone,
}: FormProps & {
  list: string
  state: { search: string; layout: Record<string, unknown> }
  onDone: (view: View) => void
}) {
  const t = useText(viewText)
  const share = useSend(viewsApi.shareView)
  const sending = useFormSend<typeof viewsApi.saveView, Values>(
    viewsApi.saveView,
    ({ name }) => ({ body: { list, name, ...state } }),
    async (view, form) => {
      const { visibility, teamId } = form.getFieldsValue()
      const body = { visibility, teamId: visibility === 'team' ? (teamId ?? null) : null }
      // The view is kept by now; sharing that fails leaves it the person's own.
      const shared =
        visibility && visibility !== 'personal'
          ? await share.mutateAsync({ params: { id: view.id }, body }).catch(() => view)
          : view
      onDone(shared)
      onClose()
    },
  )
  return (
    <FormDialog
      title={t.saveAs}
      okText={t.ok}
      sending={sending}
      initial={{ visibility: 'personal' }}
      onClose={onClose}
    >
      <NameField />
      {useCan('view.share') && <SharingFields teams={teams} />}
    </FormDialog>
  )
}

export function RenameForm({ view, onClose }: { view: View; onClose: () => void }) {
  const t = useText(viewText)
  const sending = useFormSend<typeof viewsApi.changeView, { name: string }>(
    viewsApi.changeView,
    ({ name }) => ({ params: { id: view.id }, body: { version: view.version, name } }),
    onClose,
  )
  return (
    <FormDialog
      title={t.rename}
      okText={t.ok}
      sending={sending}
      initial={{ name: view.name }}
      onClose={onClose}
    >
      <NameField />
    </FormDialog>
  )
}

export function ShareForm({ view, teams, onClose }: FormProps & { view: View }) {
  const t = useText(viewText)
  const sending = useFormSend<typeof viewsApi.shareView, Values>(
    viewsApi.shareView,
    ({ visibility, teamId }) => ({
      params: { id: view.id },
      body: { visibility, teamId: visibility === 'team' ? (teamId ?? null) : null },
    }),
    onClose,
  )
  return (
    <FormDialog
      title={t.share}
      okText={t.ok}
      sending={sending}
      initial={{ visibility: view.visibility, teamId: view.team?.id }}
      onClose={onClose}
    >
      <SharingFields teams={teams} />
    </FormDialog>
  )
}

function NameField() {
  const t = useText(viewText)
  return (
    <Form.Item
      name="name"
      label={t.name}
      rules={[{ required: true, whitespace: true, message: t.nameNeeded }]}
    >
      <Input maxLength={NAME_MAX} />
    </Form.Item>
  )
}

function SharingFields({ teams }: { teams: OpenViews['teams'] }) {
  const t = useText(viewText)
  const say = useSay()
  const visibility = Form.useWatch<Visibility | undefined>('visibility')
  const teamOptions = useOnOffOptions(teams, (team) => team.name)
  const options = visibilities.map((value) => ({
    value,
    label: say(visibilityNames[value]),
    disabled: value === 'team' && teams.length === 0,
    title: value === 'team' && teams.length === 0 ? t.noTeam : '',
  }))
  return (
    <>
      <Form.Item name="visibility" label={t.share}>
        <Radio.Group options={options} />
      </Form.Item>
      {visibility === 'team' && (
        <Form.Item name="teamId" label={t.team} rules={[{ required: true, message: t.teamNeeded }]}>
          <Select options={teamOptions} />
        </Form.Item>
      )}
    </>
  )
}
