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
  'import.mapping_incomplete': {
    zh: '还有必填项没有对应的列：{fields}',
    en: 'Required fields have no column yet: {fields}',
  },
  'import.started': {
    zh: '已有订单生成，不能再修改列对应；请先撤销',
    en: 'Orders were made already. Undo the import before changing its columns',
  },
  'import.not_checked': { zh: '请先试运行检查', en: 'Check the rows first' },
  'import.nothing_left': { zh: '所有行都已生成订单', en: 'All rows are orders already' },
  'import.undone': { zh: '该批次已撤销', en: 'This import was undone' },
  'import.has_bad_rows': {
    zh: '有 {rejected} 行有误；请改正，或选择“只导入正确的行”',
    en: '{rejected} rows are not right. Correct them or import the good rows only',
  },
  'import.too_many_at_once': {
    zh: '超过 {max} 张订单，请选择“只导入正确的行”分批导入',
    en: 'More than {max} orders. Import the good rows only: they go in parts',
  },
  'import.has_duplicates': {
    zh: '有 {duplicates} 行的客户单号已有订单；请删除，或选择跳过',
    en: '{duplicates} rows have a reference that is an order already. Remove or skip them',
  },
  'import.nothing_to_undo': { zh: '该批次没有生成订单，无需撤销', en: 'This import made no orders' },
  'import.orders_shipping': {
    zh: '有 {count} 张订单已开始拣货或发货，不能撤销：{numbers}',
    en: '{count} orders are being picked or shipped, so the import cannot be undone: {numbers}',
  },
  'import.no_errors': { zh: '没有出错的行', en: 'No row is wrong' },
} satisfies Record<string, Bilingual>

export type ImportRefusal = keyof typeof refusals
declare module '#platform/errors.ts' {
  interface Refusals extends Record<ImportRefusal, true> {}
}
