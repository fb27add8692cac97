import type ExcelJS from 'exceljs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkTemplate, type Expectation } from '../../pipeline/import/agency-figures/check.ts';
import { openTemplateText } from '../../pipeline/import/agency-figures/text.ts';
import { openTemplateWorkbook } from '../../pipeline/import/agency-figures/workbook.ts';
import { agencyMeasures, largestAgencyFigure } from '../../queries/agency-figures.ts';
import { filled, opened, rowsOfTemplate, sheetOf, template } from './agency-figures/filled.ts';

const expectation: Expectation = {
  agreement: 'M1',
  isOnRecord: true,
  refusalOf: (month) => (template.months.includes(month) ? null : 'is another month'),
};

const letters = ['A', 'B', 'C', 'D'] as const;
type Letter = (typeof letters)[number];

/** What is wrong in a cell of each column, whatever stands in the others. */
const wrongIn: Readonly<Record<Letter, fc.Arbitrary<ExcelJS.CellValue>>> = {
  A: fc.oneof(fc.constantFrom('M2', 'm1', 'M1 and M2', null), fc.integer()),
  B: fc.constantFrom('2020-04', '2020-07', '2020', 'May', '2020-5', '05/2020', 2020, null, {
    formula: 'B2',
    result: '2020-05',
  }),
  C: fc.oneof(fc.constantFrom('Arrests', 'Encounter s', null, 7), fc.stringMatching(/^[x-z]{1,12}$/)),
  D: fc.oneof(
    fc.integer({ min: -1_000_000, max: -1 }),
    fc.integer({ min: largestAgencyFigure + 1 }),
    fc.integer({ min: 0, max: 999 }).map((value) => value + 0.5),
    fc.constantFrom('12', 'none', '-', 'n/a', '1,234', true, { formula: 'D2', result: 4 }, { error: '#REF!' }),
  ) as fc.Arbitrary<ExcelJS.CellValue>,
};

const wrongCell = fc.constantFrom(...letters).chain((letter) =>
  fc.record({
    letter: fc.constant(letter),
    row: fc.integer({ min: rowsOfTemplate.first, max: rowsOfTemplate.last }),
    value: wrongIn[letter],
  }),
);
const wrongCells = fc.uniqueArray(wrongCell, { maxLength: 12, selector: ({ letter, row }) => `${letter}${row}` });

describe('a template with any cells filled in wrongly', () => {
  test('comes back with the address of each of them and of no other, as a workbook', async () => {
    const bytes = await filled();
    await fc.assert(
      fc.asyncProperty(wrongCells, async (cells) => {
        const workbook = await opened(bytes);
        const sheet = sheetOf(workbook, 'Figures');
        for (const { letter, row, value } of cells) sheet.getCell(`${letter}${row}`).value = value;
        const file = openTemplateWorkbook(new Uint8Array(await workbook.xlsx.writeBuffer()), 'figures.xlsx');
        if (file?.kind !== 'table') throw new Error('it is no template');
        const { problems, figures } = checkTemplate(file.table, expectation);
        const expected = cells.map(({ letter, row }) => `Figures!${letter}${row}`);
        expect(problems.map(({ address }) => address).toSorted()).toEqual(expected.toSorted());
        const rows = new Set(cells.map(({ row }) => row));
        expect(figures).toHaveLength(10 - rows.size);
      }),
      { numRuns: 60 },
    );
  });

  test('comes back with the line and column of each, as CSV; each month and measure that stands twice is told once', () => {
    const lines = template.months.flatMap((month) => agencyMeasures.map(({ label }) => ['M1', month, label]));
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            of: fc.nat(lines.length - 1),
            figure: fc.constantFrom('5', '', '-5', '5.5', 'five', '1e3', '2000000'),
          }),
          {
            minLength: 1,
            maxLength: 20,
          },
        ),
        (rows) => {
          const text = [
            'Agreement,Month,Measure,Figure',
            ...rows.map(({ of, figure }) => [...(lines[of] ?? []), figure].join(',')),
          ];
          const file = openTemplateText(Buffer.from(text.join('\n')), 'figures.csv');
          if (file?.kind !== 'table') throw new Error('it is no template');
          const { problems, figures, blank } = checkTemplate(file.table, expectation);
          const expected = rows.flatMap(({ of, figure }, at) => [
            ...(rows.findIndex((row) => row.of === of) < at ? [`line ${at + 2}, column Month`] : []),
            ...(figure === '' || figure === '5' ? [] : [`line ${at + 2}, column Figure`]),
          ]);
          expect(problems.map(({ address }) => address)).toEqual(expected);
          if (problems.length === 0) expect(figures.length + blank).toBe(rows.length);
        },
      ),
      { numRuns: 300 },
    );
  });
});
