import { Button } from 'antd'
import { useState } from 'react'
import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { identityApi } from '#modules/identity/api.ts'
import { permissions } from '#modules/permissions.ts'
import { RoleForm } from '#web/features/identity/role-form.tsx'
import { useOperation } from '#web/lib/api.ts'
import { fill, useLocale, useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { ConfirmAction } from '#web/ui/confirm-action.tsx'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import { Icon } from '#web/ui/icons.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { paths } from '#web/paths.ts'

export type Role = ResultOf<typeof identityApi.createRole>

const text = {
  title: { zh: '角色与权限', en: 'Roles and permissions' },
  add: { zh: '新增角色', en: 'Add a role' },
  matrix: { zh: '权限一览', en: 'Who may do what' },
  permission: { zh: '权限', en: 'Permission' },
  granted: { zh: '有', en: 'Yes' },
  denied: { zh: '无', en: 'No' },
  edit: { zh: '修改', en: 'Change' },
  remove: { zh: '删除', en: 'Delete' },
  copy: { zh: '复制', en: 'Copy' },
  history: { zh: '修改记录', en: 'History' },
  users: { zh: '{count} 人', en: 'Users: {count}' },
  removeAsk: { zh: '删除角色「{name}」？', en: 'Delete the role "{name}"?' },
  removeHelp: {
    zh: '删除后不能恢复。仍有用户使用的角色和系统自带角色不能删除。',
    en: 'This cannot be undone. A role that users still have, or a built-in one, cannot be deleted.',
  },
} satisfies Text

/** A role that is changed, or a new one that may begin as a copy. */
type Editing = { role: Role | null; from: Role | null } | null

/** Roles side by side with what each may do. */
export function RolesPage() {
  const t = useText(text)
  const say = useSay()
  const canManage = useCan('role.manage')
  const roles = useOperation(identityApi.listRoles, {})
  const [editing, setEditing] = useState<Editing>(null)
  const [removing, setRemoving] = useState<Role | null>(null)
  return (
    <div className="n-page">
      <div className="n-page-head">
        <h1>{t.title}</h1>
        {canManage && (
          <div className="n-page-actions">
            <Button type="primary" onClick={() => setEditing({ role: null, from: null })}>
              {t.add}
            </Button>
          </div>
        )}
      </div>
      <Section title={t.matrix}>
        <Loaded read={roles}>
          {({ rows }) => (
            <Matrix roles={rows} {...(canManage ? { onEdit: setEditing, onRemove: setRemoving } : {})} />
          )}
        </Loaded>
      </Section>
      {editing && <RoleForm {...editing} onClose={() => setEditing(null)} />}
      {removing && (
        <ConfirmAction
          title={fill(t.removeAsk, { name: say(removing) })}
          help={t.removeHelp}
          confirmText={t.remove}
          isDanger
          operation={identityApi.deleteRole}
          undoLabel={`${t.remove} ${say(removing)}`}
          toInput={() => ({ params: { id: removing.id } })}
          onClose={() => setRemoving(null)}
        />
      )}
    </div>
  )
}

type MatrixProps = { roles: Role[]; onEdit?: (editing: Editing) => void; onRemove?: (role: Role) => void }

function Matrix({ roles, onEdit, onRemove }: MatrixProps) {
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
                <RoleHead role={role} onEdit={onEdit} onRemove={onRemove} />
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

function RoleHead({
  role,
  onEdit,
  onRemove,
}: {
  role: Role
  onEdit: MatrixProps['onEdit']
  onRemove: MatrixProps['onRemove']
}) {
  const t = useText(text)
  const say = useSay()
  const canAudit = useCan('audit.read')
  return (
    <>
      <div>{say(role)}</div>
      <div className="n-quiet">
        <PageLink to={paths.usersOfRole(role.id)}>{fill(t.users, { count: role.users })}</PageLink>
      </div>
      <div className="n-row-actions">
        {onEdit && (
          <button
            type="button"
            className="n-link"
            onClick={() => onEdit({ role, from: null })}
            aria-label={`${t.edit} ${say(role)}`}
          >
            {t.edit}
          </button>
        )}
        {onEdit && (
          <button
            type="button"
            className="n-link"
            onClick={() => onEdit({ role: null, from: role })}
            aria-label={`${t.copy} ${say(role)}`}
          >
            {t.copy}
          </button>
        )}
        {canAudit && (
          <PageLink to={paths.auditOf(role.id)} aria-label={`${t.history} ${say(role)}`}>
            {t.history}
          </PageLink>
        )}
        {onRemove && !role.builtIn && (
          <button
            type="button"
            className="n-link"
            onClick={() => onRemove(role)}
            aria-label={`${t.remove} ${say(role)}`}
          >
            {t.remove}
          </button>
        )}
      </div>
    </>
  )
}
