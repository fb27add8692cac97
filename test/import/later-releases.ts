import ExcelJS from 'exceljs';
import type { WrittenCell } from './workbook-fixture.ts';

/** Cells of one row by the header that they stand under. */
export type LaterRow = Readonly<Record<string, string>>;

const redacted = '(b)(6), (b)(7)(c)';

const { 'Citizenship Country': citizenship, ...booked } = {
  'Birth Date': redacted,
  'Birth Year': redacted,
  'Citizenship Country': 'MEXICO',
  Gender: 'Male',
  'Alien File Number': redacted,
  'EID Case ID': '(b)(6), (b)(7)(c) (b)(7)(e)',
  'EID Subject ID': redacted,
  'Unique Identifier': 'P001',
};
const person = { ...booked, 'Citizenship Country': citizenship };

/** One ordinary row of each layout of the release of 2025. */
export const laterRows = {
  encounters: {
    'Event Date': '2024-01-17',
    'Responsible AOR': 'Seattle Area of Responsibility',
    'Event Type': 'CAP Local',
    'Final Program': '287G Program',
    'Encounter Criminality': '1 Convicted Criminal',
    'Processing Disposition': 'Other',
    'Final Order Yes No': 'NO',
    ...person,
  },
  arrests: {
    'Apprehension Date': '2024-01-18',
    'Apprehension AOR': 'Seattle Area of Responsibility',
    'Final Program': '287G Program',
    'Apprehension Method': '287(g) Program',
    'Apprehension Criminality': '2 Pending Criminal Charges',
    ...person,
  },
  detainers: {
    'Detainer Prepare Date': '2024-01-19',
    'Facility AOR': 'Atlanta Area of Responsibility',
    'Detainer Prepared Criminality': '3 Other Immigration Violator',
    'Detention Facility': 'COUNTY JAIL',
    'Detainer Prep Threat Level': '2',
    'MSC Charge Code': '13AB',
    'Processing Disposition': 'Detainer',
    'Final Program': '287G Program',
    'Apprehension Method': '',
    ...person,
  },
  detentions: {
    'Stay Book In Date Time': '',
    'Book In Date Time': '2024-01-20 23:50:00',
    'Detention Facility': 'HOLD ROOM',
    'Case Threat Level': '',
    'Book In Criminality': '1 Convicted Criminal',
    ...booked,
  },
} as const satisfies Readonly<Record<string, LaterRow>>;

const quoted = (cell: string) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** A file with commas, whose header is that of the first row. */
export function laterCsv(rows: readonly LaterRow[]): string {
  const headers = Object.keys(rows[0] ?? {});
  const lines = [headers, ...rows.map((row) => headers.map((header) => row[header] ?? ''))];
  return `${lines.map((cells) => cells.map(quoted).join(',')).join('\n')}\n`;
}

/** A sheet as the releases lay it out: six title rows, the header, the rows. */
export function laterSheet(rows: readonly LaterRow[]): readonly (readonly WrittenCell[])[] {
  const headers = Object.keys(rows[0] ?? {});
  const titles = ['Enforcement and Removal Operations', 'Synthetic test data', '0000-TEST', 'a', 'b', 'c'];
  return [
    ...titles.map((title) => [title]),
    headers,
    ...rows.map((row) => headers.map((header) => row[header] || null)),
  ];
}

/** A workbook of several sheets. */
export async function sheetsOf(
  sheets: Readonly<Record<string, readonly (readonly WrittenCell[])[]>>,
): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook();
  for (const [name, rows] of Object.entries(sheets)) {
    const sheet = workbook.addWorksheet(name);
    for (const row of rows) sheet.addRow(row.map((cell) => cell as ExcelJS.CellValue));
  }
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}
