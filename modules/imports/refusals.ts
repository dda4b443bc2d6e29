import type { Bilingual } from '#platform/text.ts'

export const refusals = {
  'import.file_type': {
    zh: '无法识别这个文件，请上传 CSV 或 XLSX 文件（旧版 .xls 请先另存为 .xlsx）',
    en: 'This is neither a CSV nor an XLSX file. Save an old .xls file as .xlsx first',
  },
  'import.encoding_unknown': {
    zh: '文件编码无法识别，请用 UTF-8 或 GBK 编码保存',
    en: 'The text encoding is not known. Save the file as UTF-8 or GBK',
  },
  'import.file_broken': {
    zh: '文件已损坏或格式有误，请重新导出后再上传',
    en: 'The file is damaged. Export it again',
  },
  'import.file_locked': {
    zh: '文件有密码保护，请取消密码后再上传',
    en: 'The file is protected by a password. Remove it first',
  },
  'import.no_rows': {
    zh: '文件里没有数据行：第一行须为列名，其后至少一行数据',
    en: 'The file has no data: it needs a heading row and at least one row below it',
  },
  'import.too_many_rows': {
    zh: '一次最多导入 {max} 行，请拆分文件',
    en: 'At most {max} rows at once. Split the file',
  },
  'import.too_many_columns': {
    zh: '最多 {max} 列，请删除多余的列',
    en: 'At most {max} columns. Delete those not needed',
  },
  'import.cell_too_long': {
    zh: '第 {row} 行“{column}”超过 {max} 个字，请缩短',
    en: 'Row {row}, “{column}” has more than {max} characters. Shorten it',
  },
  'import.too_large_unpacked': {
    zh: '文件解压后过大，请拆分，并删除图片等多余内容',
    en: 'The file is too large when unpacked. Split it and remove pictures',
  },
  'import.takes_too_long': {
    zh: '文件过于复杂，读取超时，请另存为 CSV 后再上传',
    en: 'The file takes too long to read. Save it as CSV and upload that',
  },
  'import.row_too_wide': {
    zh: '第 {row} 行的内容超出了 {max} 列，请检查分隔符或列名',
    en: 'Row {row} has cells beyond column {max}. Check its separators or the headings',
  },
  'import.too_many_sheets': {
    zh: '工作簿的工作表超过 {max} 张，请删除不需要的',
    en: 'The workbook has more than {max} sheets. Delete those not needed',
  },
  'import.too_many_merges': {
    zh: '合并单元格超过 {max} 处，请取消合并后再上传',
    en: 'More than {max} ranges of cells are merged. Unmerge them first',
  },
  'import.formula_without_result': {
    zh: '单元格 {cell} 的公式没有保存结果，请用 Excel 或 WPS 打开并保存一次再上传',
    en: 'The formula in cell {cell} was saved without its result. Open and save the file in a spreadsheet program first',
  },
  'import.sheet_unknown': {
    zh: '文件里没有名为“{sheet}”的工作表，请另选一张',
    en: 'The file has no sheet named “{sheet}”. Choose another one',
  },
  'import.one_sheet': {
    zh: '这个文件只有一张工作表，无需选择',
    en: 'This file has a single sheet; there is nothing to choose',
  },
  'import.file_gone': {
    zh: '上传的文件只保留一天，请重新上传',
    en: 'The file was kept for a day only. Upload it again',
  },
  'import.busy': {
    zh: '正在处理这批数据，请稍候或先停止',
    en: 'This import is being worked on. Wait or stop it first',
  },
  'import.not_busy': { zh: '没有正在进行的处理', en: 'Nothing is under way' },
  'import.failed': { zh: '文件未能读取，请重新上传', en: 'The file could not be read. Upload it again' },
  'import.stopped': { zh: '已由人停止', en: 'Somebody stopped it' },
  'import.person_gone': {
    zh: '发起人的账号已停用或权限已变更，请由有权限的人继续',
    en: 'Whoever started it may not do this any more. Somebody with the right can go on',
  },
  'import.trouble': {
    zh: '处理中断，请重试；已导入的行不受影响',
    en: 'It stopped unexpectedly. Try again: what was imported stays',
  },
  'import.turned_down': {
    zh: '导入时有 {rows} 行不能导入，因此一行也没有导入',
    en: '{rows} {rows:row was|rows were} turned down meanwhile, so nothing was imported',
  },
  'import.kept': {
    zh: '有 {rows} 行不能撤销（已被使用或修改），因此没有撤销任何一行',
    en: '{rows} {rows:row|rows} cannot be taken back (used or changed since), so nothing was undone',
  },
  'import.kept_back': {
    zh: '导入已撤回，但有 {rows} 行不能撤回（期间已被使用或修改），仍然保留',
    en: 'The import was taken back but for {rows} {rows:row|rows}, which were used or changed meanwhile and stay',
  },
  'import.own_wide_only': {
    zh: '您的数据范围有限，不能导入客户资料',
    en: 'You see only a part of the company, so you cannot import customers',
  },
  'import.mapping_incomplete': {
    zh: '还有必填项没有对应的列：{fields}',
    en: 'Required fields have no column yet: {fields}',
  },
  'import.started': {
    zh: '已有数据导入，不能再修改列对应；请先撤销',
    en: 'Rows were imported already. Undo the import before changing its columns',
  },
  'import.not_checked': { zh: '请先试运行检查', en: 'Check the rows first' },
  'import.nothing_left': { zh: '所有行都已导入', en: 'All rows are imported already' },
  'import.undone': { zh: '该批次已撤销', en: 'This import was undone' },
  'import.has_bad_rows': {
    zh: '有 {rejected} 行有误；请改正，或选择“只导入正确的行”',
    en: '{rejected} rows are not right. Correct them or import the good rows only',
  },
  'import.too_many_at_once': {
    zh: '该批次已导入过一部分，余下超过 {max} 行，请选择“只导入正确的行”',
    en: 'A part of this file was imported before and more than {max} rows are left. Import the good rows only',
  },
  'import.too_many_to_undo_at_once': {
    zh: '超过 {max} 行，不能一次全部撤销或全部不撤；请选择“能撤的都撤”',
    en: 'More than {max} rows cannot go all at once. Undo what can be undone',
  },
  'import.nothing_to_undo': {
    zh: '该批次没有导入任何数据，无需撤销',
    en: 'Nothing of this import is there to be undone',
  },
  'import.no_errors': { zh: '没有出错的行', en: 'No row is wrong' },
} satisfies Record<string, Bilingual>

export type ImportRefusal = keyof typeof refusals
declare module '#platform/errors.ts' {
  interface Refusals extends Record<ImportRefusal, true> {}
}
