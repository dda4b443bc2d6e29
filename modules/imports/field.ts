import type { Bilingual } from '#platform/text.ts'

/** What a column of a file can mean. */
export type Field = Bilingual & {
  /** Headings that mean it, written as they are compared: see plain() of columns.ts. */ words: readonly string[]
  /** What the template shows. */ example: string
  hint?: Bilingual
  /** No row can do without it. */ isRequired?: boolean
  /** May be given once for the whole file. */ isConstant?: boolean
  /** How much there is: a cell merged over several rows says it of all of them together. */ isCounted?: boolean
  /** What it tells of persons. */ personal?: 'name' | 'phone' | 'street' | 'other'
  /** What its cells look like, where no heading says it. */ looks?: 'day' | 'phone' | 'email'
}
export type FieldTable = Record<string, Field>

/** Who made the record in the system it comes from, and when: shown with the record, while the audit names the importer. */
export const originFields = {
  originalAuthor: {
    zh: '原创建人',
    en: 'Original author',
    hint: { zh: '原系统中的创建人，显示在动态中', en: 'Who made it in the old system; shown in its history' },
    example: '李四',
    words: [
      '原创建人',
      '创建人',
      '创建者',
      '制单人',
      '录入人',
      'createdby',
      'createdbyname',
      'author',
      'originalauthor',
      'enteredby',
    ],
  },
  originalAt: {
    zh: '原创建时间',
    en: 'Originally created',
    hint: { zh: '如 2024-03-01 09:30', en: 'As 2024-03-01 09:30' },
    example: '2024-03-01 09:30',
    words: [
      '原创建时间',
      '创建时间',
      '创建日期',
      '制单日期',
      '制单时间',
      '录入时间',
      'createdat',
      'created',
      'createddate',
      'creationdate',
      'originallycreated',
    ],
  },
} satisfies FieldTable
