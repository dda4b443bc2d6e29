import { Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { identityApi } from '#modules/identity/api.ts'
import { useOperation } from '#web/lib/api.ts'
import { TeamDrawer } from '#web/features/identity/team-drawer.tsx'
import { fill, useText } from '#web/lib/i18n.ts'
import { newId } from '#web/lib/random.ts'
import { one, useUrlState } from '#web/lib/search.ts'
import { useCan } from '#web/lib/session.ts'
import { showNames } from '#web/ui/form-conflicts.tsx'
import { FormDrawer } from '#web/ui/form-drawer.tsx'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column } from '#web/ui/list-types.ts'
import { OnOff } from '#web/ui/switch-off.tsx'
import { Figure } from '#web/ui/values.tsx'

export type Team = ResultOf<typeof identityApi.saveTeam>
type Values = { name: string; memberIds: string[] }

const MEMBERS_SHOWN = 200

const text = {
  title: { zh: '团队', en: 'Teams' },
  add: { zh: '新建团队', en: 'New team' },
  edit: { zh: '修改团队', en: 'Change a team' },
  name: { zh: '团队名称', en: 'Name' },
  copyOf: { zh: '{name} 副本', en: '{name} (copy)' },
  members: { zh: '成员', en: 'Members' },
  none: { zh: '还没有团队', en: 'No teams yet' },
  noneHelp: { zh: '团队用来分派工作和统计绩效。', en: 'Teams share work and are measured together.' },
} satisfies Text

const columns: readonly Column<Team>[] = [
  { key: 'name', title: text.name, render: (team) => team.name },
  {
    key: 'count',
    title: { zh: '人数', en: 'People' },
    render: (team) => <Figure value={team.members.length} />,
    align: 'end',
    width: 90,
  },
  {
    key: 'members',
    title: text.members,
    render: (team) => team.members.map((member) => member.name).join(', ') || '–',
  },
  {
    key: 'state',
    title: { zh: '状态', en: 'State' },
    render: (team) => <OnOff isOff={team.disabledAt !== null} />,
    width: 100,
  },
]

const emptyTeam = (): Team => ({ id: newId(), name: '', members: [], disabledAt: null, version: 0 })

export function TeamsPage() {
  const t = useText(text)
  const canManage = useCan('user.manage')
  const [editing, setEditing] = useState<Team | null>(null)
  const { values, change } = useUrlState()
  const teams = useOperation(identityApi.listTeams, {})
  const shown = teams.data?.rows.find((team) => team.id === one(values.team))
  const add = (
    <Button type="primary" onClick={() => setEditing(emptyTeam())}>
      {t.add}
    </Button>
  )
  const copyOf = ({ name, members }: Team): Team => ({
    ...emptyTeam(),
    name: fill(t.copyOf, { name }).slice(0, 60),
    members,
  })
  return (
    <>
      <ListPage
        title={t.title}
        name="teams"
        operation={identityApi.listTeams}
        columns={columns}
        rowKey={(team) => team.id}
        isPlain
        onOpen={(team) => change({ team: team.id })}
        actions={canManage && add}
        empty={{ title: t.none, help: t.noneHelp }}
      />
      {shown && (
        <TeamDrawer
          key={shown.id}
          team={shown}
          onEdit={() => setEditing(shown)}
          onCopy={() => setEditing(copyOf(shown))}
          onClose={() => change({ team: undefined })}
        />
      )}
      {editing && <TeamForm team={editing} onClose={() => setEditing(null)} />}
    </>
  )
}

function TeamForm({ team, onClose }: { team: Team; onClose: () => void }) {
  const t = useText(text)
  const users = useOperation(identityApi.listUsers, { query: { limit: MEMBERS_SHOWN } })
  const known = new Map(team.members.map((member) => [member.id, member.name]))
  for (const user of users.data?.rows ?? []) known.set(user.id, user.name)
  const options = [...known].map(([value, label]) => ({ value, label }))
  return (
    <FormDrawer<typeof identityApi.saveTeam, Values>
      title={team.version > 0 ? t.edit : t.add}
      onClose={onClose}
      initial={{ name: team.name, memberIds: team.members.map((member) => member.id) }}
      operation={identityApi.saveTeam}
      about={{ id: team.version > 0 ? team.id : 'new', version: team.version }}
      show={showNames({ memberIds: (id) => known.get(id) ?? id })}
      toInput={(values) => ({ params: { id: team.id }, body: { ...values, version: team.version } })}
    >
      <Form.Item name="name" label={t.name} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="memberIds" label={t.members}>
        <Select
          mode="multiple"
          options={options}
          loading={users.isPending}
          showSearch={{ optionFilterProp: 'label' }}
        />
      </Form.Item>
    </FormDrawer>
  )
}
