import type { Bilingual } from '#platform/text.ts'
import type { Permission } from '#platform/api.ts'
import { paths } from '#web/paths.ts'
import type { IconName } from '#web/ui/icons.tsx'

/** One thing that can be set: what it is called on its page, and other words people would search for. */
export type Setting = { text: Bilingual; words: Bilingual }

/** A page of settings with what is set there. */
export type SettingsPage = {
  path: string
  /** `null`: for everybody. */
  permission: Permission | null
  icon: IconName
  text: Bilingual
  settings: readonly Setting[]
}

/** `中文 | English | 其他说法 | other words` */
function setting(said: string): Setting {
  const [zh = '', en = '', wordsZh = '', wordsEn = ''] = said.split('|').map((part) => part.trim())
  return { text: { zh, en }, words: { zh: wordsZh, en: wordsEn } }
}

/** Every page of settings: one row each, with what a person may look for there. */
export const settingsPages: readonly SettingsPage[] = [
  {
    path: paths.account,
    permission: null,
    icon: 'user',
    text: { zh: '个人设置', en: 'My account' },
    settings: [
      '界面语言 | Language | 中文 英文 切换语言 | chinese english locale',
      '修改密码 | Password | 口令 忘记密码 改密 | passphrase change',
      '两步验证 | Two-step log-in | 双因素 动态码 手机令牌 安全 | 2fa totp mfa authenticator security',
      '登录设备 | Devices logged in | 会话 退出登录 踢下线 | sessions log out',
    ].map(setting),
  },
  {
    path: paths.noticeSettings,
    permission: null,
    icon: 'alert',
    text: { zh: '消息设置', en: 'Notification settings' },
    settings: [
      '我要收到什么 | What I want to hear of | 通知 提醒 订阅 站内消息 邮件提醒 | notifications alerts subscribe e-mail bell',
      '免打扰时段 | Quiet hours | 安静时段 夜间 勿扰 下班 | do not disturb night off hours',
      '每日汇总 | Daily digest | 摘要 日报 邮件汇总 | summary mail',
      '公司默认规则 | The company’s defaults | 默认通知 全员 | default everybody',
    ].map(setting),
  },
  {
    path: paths.users,
    permission: 'user.read',
    icon: 'user',
    text: { zh: '用户', en: 'Users' },
    settings: [
      '新增、停用用户 | Add and disable users | 账号 员工 同事 离职 入职 邀请 | account staff employee invite leaver',
      '重置密码 | Reset a password | 忘记密码 初始密码 | forgotten',
      '数据范围 | Scopes | 数据权限 仓库范围 承运商 客户范围 | data access warehouse carrier customer',
      '下线设备 | End sessions | 强制退出 踢下线 | force log out',
    ].map(setting),
  },
  {
    path: paths.teams,
    permission: 'user.read',
    icon: 'team',
    text: { zh: '团队', en: 'Teams' },
    settings: [
      '团队与成员 | Teams and members | 部门 班组 小组 组织 | department group organisation',
      '共享视图的对象 | Whom views are shared with | 团队视图 | shared lists',
    ].map(setting),
  },
  {
    path: paths.roles,
    permission: 'user.read',
    icon: 'shield',
    text: { zh: '角色与权限', en: 'Roles and permissions' },
    settings: [
      '权限一览 | Who may do what | 授权 权限矩阵 岗位 | permissions matrix rights access',
      '新增、复制、停用角色 | Add, copy and switch off roles | 岗位 克隆角色 启用 | clone job disable',
      '查看完整个人信息的权限 | Who may reveal personal data | 隐私 脱敏 手机号 | privacy masking phone',
    ].map(setting),
  },
  {
    path: paths.calendars,
    permission: 'calendar.read',
    icon: 'calendar',
    text: { zh: '工作日历', en: 'Calendars' },
    settings: [
      '工作时间 | Working hours | 上班时间 营业时间 午休 班次 | opening hours lunch shift',
      '节假日与调休 | Public holidays and make-up days | 放假 春节 国庆 法定假日 补班 | holiday bank spring festival',
      '特殊日期 | Special days | 临时停业 盘点日 加班 | exceptions closed stocktaking',
      '时区 | Time zone | 本地时间 | local time utc',
    ].map(setting),
  },
  {
    path: paths.contracts,
    permission: 'contract.read',
    icon: 'contract',
    text: { zh: '合同与条款', en: 'Contracts and clauses' },
    settings: [
      '承诺时限 | Promise times | 时效 服务水平 受理 发货 送达 回单 规则 | sla service level acknowledge ship deliver rules',
      '试算条款 | Dry run of a clause | 模拟 历史订单 最近30天 预演 | simulate past orders last 30 days',
      '免责原因 | Causes that do not count | 不可抗力 天气 考核豁免 | force majeure weather excused',
      '适用条件 | Conditions | 加急 目的地 服务产品 客户等级 | urgent destination service class',
    ].map(setting),
  },
  {
    path: paths.handovers,
    permission: 'pickup_rule.manage',
    icon: 'clip',
    text: { zh: '交接单', en: 'Hand-over lists' },
    settings: [
      '揽收通知规则 | Pick-up rules | 通知承运商 截单 上门取件 自动发信 | tell carriers cut-off collection automatic mail',
      '揽收时段 | Pick-up window | 司机 到仓时间 | driver arrival hours',
    ].map(setting),
  },
  {
    path: paths.customerNotices,
    permission: 'delay_notice.manage',
    icon: 'note',
    text: { zh: '客户通知', en: 'Notices to customers' },
    settings: [
      '自动通知客户延误 | Tell customers of delays by itself | 提前通知 晚点 预警客户 自动发信 | advance notice late automatic mail',
      '自动通知客户订单受理 | Tell customers of accepted orders by itself | 受理确认 发货时间 订单确认 自动发信 | acknowledgement confirmation shipping date automatic mail',
      '预计延误的界限 | What counts as predicted late | 概率 阈值 | share threshold',
      '通知的结尾 | End of the notices | 客服电话 落款 签名 | signature hotline',
    ].map(setting),
  },
  {
    path: paths.warehouses,
    permission: 'inventory.read',
    icon: 'stock',
    text: { zh: '仓库', en: 'Warehouses' },
    settings: [
      '截单时间 | Cut-off | 当日发货 截止 | cutoff same day dispatch',
      '线路与运费 | Lanes and freight | 运输时效 配送范围 费用 | transit hours cost routes',
      '仓库地址与日历 | Address and calendar | 发货地 作业时间 | origin hours',
    ].map(setting),
  },
  {
    path: paths.kpis,
    permission: 'kpi.read',
    icon: 'chart',
    text: { zh: '指标看板', en: 'KPIs' },
    settings: [
      '指标目标 | KPI targets | 考核 目标值 红线 按期率 | goal threshold on-time rate',
      '指标口径 | Definitions of KPIs | 计算方法 公式 版本 | formula definition version',
    ].map(setting),
  },
  {
    path: paths.printing,
    permission: 'print.manage',
    icon: 'printer',
    text: { zh: '打印设置', en: 'Printing' },
    settings: [
      '单据模板 | Document templates | 运单 面单 标签 拣货单 送货单 纸张 语言 | waybill label pick list delivery note paper language',
      '公司标志 | Logo | 徽标 图标 商标 | brand image',
      '隐私规则 | Privacy rules | 脱敏 隐私面单 手机号 打码 | masking personal data phone',
      '补打原因 | Reason for a reprint | 重打 再次打印 | print again',
    ].map(setting),
  },
  {
    path: paths.views,
    permission: null,
    icon: 'layers',
    text: { zh: '列表视图', en: 'Views' },
    settings: [
      '我的视图、团队视图、全公司视图 | My, my teams’ and everybody’s views | 保存的筛选 常用列表 收藏 | saved filters favourites lists',
      '视图用在哪里 | Where a view is used | 默认视图 定时发送 共享 | default scheduled mail shared',
    ].map(setting),
  },
  {
    path: paths.apiKeys,
    permission: 'api_key.manage',
    icon: 'key',
    text: { zh: '接口密钥', en: 'API keys' },
    settings: [
      '新建、吊销密钥 | Make and revoke keys | 接口 对接 系统集成 令牌 开放平台 | integration token connect webhook',
      '密钥的权限与有效期 | Permissions and expiry of keys | 到期 授权 | expires rights',
    ].map(setting),
  },
  {
    path: paths.mails,
    permission: 'mail.manage',
    icon: 'note',
    text: { zh: '邮件发件箱', en: 'Outbox' },
    settings: [
      '邮件服务器状态 | State of the mail server | 发信 邮箱 测试邮件 | smtp test mail',
      '发送失败的邮件 | Mails that failed | 重发 退信 | resend bounce',
    ].map(setting),
  },
  {
    path: paths.audit,
    permission: 'audit.read',
    icon: 'audit',
    text: { zh: '审计记录', en: 'Audit log' },
    settings: [
      '谁改了什么 | Who changed what | 操作日志 修改记录 历史 追溯 | history changes trail',
      '登录记录 | Log-ins | 登录失败 异常登录 | sign in failed attempts',
      '个人信息查看记录 | Looks at personal data | 隐私 脱敏 查看 | privacy reveal',
    ].map(setting),
  },
]

/** Pages with those of their settings that the words mean; a page that itself is meant keeps all of them. */
export function findSettings(
  typed: string,
  may: (permission: Permission) => boolean,
): readonly SettingsPage[] {
  const wanted = typed.trim().toLowerCase().split(/\s+/).filter(Boolean)
  const isMeant = (...texts: Bilingual[]) => {
    const said = texts
      .map(({ zh, en }) => `${zh} ${en}`)
      .join(' ')
      .toLowerCase()
    return wanted.every((word) => said.includes(word))
  }
  return settingsPages
    .filter(({ permission }) => permission === null || may(permission))
    .map((page) => ({
      ...page,
      settings: isMeant(page.text)
        ? page.settings
        : page.settings.filter(({ text, words }) => isMeant(page.text, text, words)),
    }))
    .filter((page) => page.settings.length > 0)
}
