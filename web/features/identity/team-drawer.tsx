import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { identityApi } from '#modules/identity/api.ts'
import { RecordDrawer } from '#web/features/activity/record-drawer.tsx'
import type { Team } from '#web/features/identity/teams-page.tsx'
import { useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { OnOff, SwitchOff, useSwitchAction } from '#web/ui/switch-off.tsx'

const text = {
  edit: { zh: '修改', en: 'Change' },
  copy: { zh: '复制', en: 'Copy' },
  lacks: { zh: '需要权限“管理用户与团队”', en: 'Needs the permission "Manage users and teams"' },
  members: { zh: '人数', en: 'People' },
  offHelp: {
    zh: '停用后不能再加人、@提及或共享视图；现有成员和已共享的视图不受影响。随时可以重新启用。',
    en: 'Nobody is added to it, it is not mentioned and nothing is shared with it anew. Its people and what is shared stay. It can be switched on again.',
  },
  onHelp: {
    zh: '启用后可以再加人、@提及和共享视图。',
    en: 'People can be added again, and it can be mentioned and shared with.',
  },
} satisfies Text

type TeamDrawerProps = { team: Team; onEdit: () => void; onCopy: () => void; onClose: () => void }

/** One team: who is in it, which views are shared with it, who changed it. */
export function TeamDrawer({ team, onEdit, onCopy, onClose }: TeamDrawerProps) {
  const t = useText(text)
  const [isSwitching, setSwitching] = useState(false)
  const whyNot = useCan('user.manage') ? null : t.lacks
  const isOff = team.disabledAt !== null
  return (
    <RecordDrawer
      record={{ type: 'team', id: team.id }}
      title={team.name}
      state={<OnOff isOff={isOff} />}
      actions={[
        { key: 'edit', label: t.edit, isPrimary: true, whyNot, run: onEdit },
        { key: 'copy', label: t.copy, whyNot, run: onCopy },
        useSwitchAction(isOff, { whyNot, run: () => setSwitching(true) }),
      ]}
      properties={[{ label: t.members, value: team.members.length }]}
      allOf={{ user: paths.usersOfTeam(team.id) }}
      onClose={onClose}
    >
      {isSwitching && (
        <SwitchOff
          name={team.name}
          isOff={isOff}
          help={{ off: t.offHelp, on: t.onHelp }}
          operation={identityApi.setTeamDisabled}
          toInput={(body) => ({ params: { id: team.id }, body })}
          onClose={() => setSwitching(false)}
        />
      )}
    </RecordDrawer>
  )
}
