import type { Text } from '#platform/text.ts'
import { RecordDrawer } from '#web/features/activity/record-drawer.tsx'
import type { Team } from '#web/features/identity/teams-page.tsx'
import { useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'

const text = {
  edit: { zh: '修改', en: 'Change' },
  copy: { zh: '复制', en: 'Copy' },
  lacks: { zh: '需要权限「管理用户与团队」', en: 'Needs the permission "Manage users and teams"' },
  members: { zh: '人数', en: 'People' },
} satisfies Text

type TeamDrawerProps = { team: Team; onEdit: () => void; onCopy: () => void; onClose: () => void }

/** One team: who is in it, which views are shared with it, who changed it. */
export function TeamDrawer({ team, onEdit, onCopy, onClose }: TeamDrawerProps) {
  const t = useText(text)
  const whyNot = useCan('user.manage') ? null : t.lacks
  return (
    <RecordDrawer
      record={{ type: 'team', id: team.id }}
      title={team.name}
      actions={[
        { key: 'edit', label: t.edit, isPrimary: true, whyNot, run: onEdit },
        { key: 'copy', label: t.copy, whyNot, run: onCopy },
      ]}
      properties={[{ label: t.members, value: team.members.length }]}
      allOf={{ user: paths.usersOfTeam(team.id) }}
      onClose={onClose}
    />
  )
}
