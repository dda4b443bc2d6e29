import { Button } from 'antd'
import { useState } from 'react'
import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { identityApi } from '#modules/identity/api.ts'
import { permissions } from '#modules/permissions.ts'
import { RoleDrawer } from '#web/features/identity/role-drawer.tsx'
import { RoleForm } from '#web/features/identity/role-form.tsx'
import { useOperation } from '#web/lib/api.ts'
import { fill, useLocale, useSay, useText } from '#web/lib/i18n.ts'
import { one, useUrlState } from '#web/lib/search.ts'
import { useCan } from '#web/lib/session.ts'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import { Icon } from '#web/ui/icons.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { OnOff } from '#web/ui/switch-off.tsx'
import { paths } from '#web/paths.ts'

export type Role = ResultOf<typeof identityApi.createRole>

const text = {
  title: { zh: '角色与权限', en: 'Roles and permissions' },
  add: { zh: '新增角色', en: 'Add a role' },
  matrix: { zh: '权限一览', en: 'Who may do what' },
  permission: { zh: '权限', en: 'Permission' },
  granted: { zh: '有', en: 'Yes' },
  denied: { zh: '无', en: 'No' },
  users: { zh: '{count} 人', en: 'Users: {count}' },
} satisfies Text

/** Roles side by side with what each may do. */
export function RolesPage() {
  const t = useText(text)
  const canManage = useCan('role.manage')
  const roles = useOperation(identityApi.listRoles, {})
  const [isAdding, setAdding] = useState(false)
  const { values, change } = useUrlState()
  const shown = roles.data?.rows.find((role) => role.id === one(values.role))
  return (
    <div className="n-page">
      <div className="n-page-head">
        <h1>{t.title}</h1>
        {canManage && (
          <div className="n-page-actions">
            <Button type="primary" onClick={() => setAdding(true)}>
              {t.add}
            </Button>
          </div>
        )}
      </div>
      <Section title={t.matrix}>
        <Loaded read={roles}>{({ rows }) => <Matrix roles={rows} />}</Loaded>
      </Section>
      {isAdding && <RoleForm edited={null} from={null} onClose={() => setAdding(false)} />}
      {shown && <RoleDrawer key={shown.id} role={shown} onClose={() => change({ role: undefined })} />}
    </div>
  )
}

function Matrix({ roles }: { roles: Role[] }) {
  const t = useText(text)
  const locale = useLocale()
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keyboard
    <div className="n-table-box n-matrix" tabIndex={0} role="region" aria-label={t.matrix}>
      <table className="n-table" data-dense="true">
        <thead>
          <tr>
            <th scope="col">{t.permission}</th>
            {roles.map((role) => (
              <th key={role.id} scope="col">
                <RoleHead role={role} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Object.entries(permissions).map(([key, name]) => (
            <tr key={key}>
              <th scope="row">{name[locale]}</th>
              {roles.map((role) => (
                <td key={role.id}>
                  {role.permissions.includes(key) ? (
                    <span className="n-yes">
                      <Icon name="check" size={16} />
                      <span className="n-hidden">{t.granted}</span>
                    </span>
                  ) : (
                    <span className="n-quiet">
                      <span aria-hidden="true">–</span>
                      <span className="n-hidden">{t.denied}</span>
                    </span>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function RoleHead({ role }: { role: Role }) {
  const t = useText(text)
  const say = useSay()
  return (
    <>
      <div>
        <PageLink to={paths.role(role.id)}>{say(role)}</PageLink>
      </div>
      <div className="n-quiet">
        <PageLink to={paths.usersOfRole(role.id)}>{fill(t.users, { count: role.users })}</PageLink>
      </div>
      {role.disabledAt && <OnOff isOff />}
    </>
  )
}
