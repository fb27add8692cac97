import type { ListSheet } from './plan.ts';

/** Ends the part of a sheet. */
export const endOfSheet = '</worksheet>';

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relationshipsOf = 'http://schemas.openxmlformats.org/package/2006/relationships';
const tableRelationship = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/table';
const tableType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** A text as an attribute of XML holds it. */
export const attribute = (text: string): string => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);

/** `A`, `Z`, `AA` for the 1st, 26th and 27th column. */
function columnLetters(column: number): string {
  const rest = (column - 1) % 26;
  const letter = String.fromCharCode(65 + rest);
  return column > 26 ? columnLetters((column - 1 - rest) / 26) + letter : letter;
}

/** What ties a sheet to its table object, at the end of its part: ExcelJS's streaming writer knows no tables. */
export const tableParts = ({ rows }: ListSheet): string =>
  rows === 0 ? endOfSheet : `<tableParts count="1"><tablePart r:id="rId1"/></tableParts>${endOfSheet}`;

/** The table object of a sheet, which tags its row of headings, without filter and totals; and what relates it to the sheet. */
export function tableOf(
  { table: name, headers, layout, rows }: ListSheet,
  id: number,
): { readonly table: string; readonly relationships: string } {
  const { headerRow } = layout;
  const columns = headers.map((header, at) => `<tableColumn id="${at + 1}" name="${attribute(header)}"/>`);
  const ref = `A${headerRow}:${columnLetters(headers.length)}${headerRow + rows}`;
  return {
    table: [
      `${xml}<table xmlns="${main}" id="${id}" name="${name}" displayName="${name}" ref="${ref}" totalsRowShown="0">`,
      `<tableColumns count="${headers.length}">${columns.join('')}</tableColumns>`,
      '<tableStyleInfo name="TableStyleLight1" showFirstColumn="0" showLastColumn="0" showRowStripes="0" showColumnStripes="0"/>',
      '</table>',
    ].join(''),
    relationships: `${xml}<Relationships xmlns="${relationshipsOf}"><Relationship Id="rId1" Type="${tableRelationship}" Target="../tables/table${id}.xml"/></Relationships>`,
  };
}

/** The list of a package's parts, with so many table objects. */
export function withTableTypes(contentTypes: string, tables: number): string {
  const overrides = Array.from(
    { length: tables },
    (_, at) => `<Override PartName="/xl/tables/table${at + 1}.xml" ContentType="${tableType}"/>`,
  );
  return contentTypes.replace('</Types>', `${overrides.join('')}</Types>`);
}
