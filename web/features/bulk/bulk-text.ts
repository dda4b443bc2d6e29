import type { Text } from '#platform/text.ts'

export const bulkText = {
  preview: { zh: '预览', en: 'Preview' },
  cancel: { zh: '取消', en: 'Cancel' },
  close: { zh: '关闭', en: 'Close' },
  back: { zh: '上一步', en: 'Back' },
  title: { zh: '{action}：{count} 条', en: '{action}: {count}' },
  checking: { zh: '正在预览，尚未改动任何内容', en: 'Trying it; nothing is changed yet' },
  running: { zh: '正在处理', en: 'Working on it' },
  stop: { zh: '停止', en: 'Stop' },
  goOn: { zh: '处理 {n} 条', en: 'Do it to {n}' },
  canDo: { zh: '可以处理', en: 'can be done' },
  cannotDo: { zh: '不能处理', en: 'cannot' },
  wasDone: { zh: '已处理', en: 'done' },
  notDone: { zh: '未处理', en: 'not done' },
  ofAll: { zh: '共 {n} 条', en: '{n} in all' },
  record: { zh: '记录', en: 'Record' },
  reason: { zh: '原因', en: 'Why' },
  more: { zh: '其余 {n} 条见导出文件', en: '{n} more are in the file' },
  retry: { zh: '重试未处理的 {n} 条', en: 'Try the {n} again' },
  export: { zh: '导出未处理的', en: 'Export what was not done' },
  nothing: { zh: '没有可以处理的记录', en: 'There is nothing it can be done to' },
  stopped: { zh: '已停止，已处理的不会撤回', en: 'Stopped. What was done stays done' },
  failed: {
    zh: '已中止：您的账号或权限有变动，请联系管理员',
    en: 'It ended early: your account or permissions have changed. Ask an administrator',
  },
  allDone: { zh: '{n} 条全部处理完成', en: 'All {n} are done' },
  behind: {
    zh: '关闭后仍在后台处理，稍后刷新列表查看结果',
    en: 'It goes on in the background. Refresh the list in a while',
  },
} satisfies Text
