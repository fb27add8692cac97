import { maker } from '../../formats/xlsx/plan.ts';
import { cellText } from '../../formats/xlsx/text.ts';
import { contentsAreTrue, notesAreWhole } from './caption-rules.ts';
import type { Breach, WorkbookRule } from './rules.ts';
import { listed } from './xml.ts';

/** Title, subject and language are there for assistive technology; the maker is the program and no person. */
const properties: WorkbookRule = ({ properties: of }, model) => {
  const expected = {
    title: cellText(model.title, 'the title'),
    language: model.language as string,
    creator: maker,
    lastModifiedBy: maker,
    Application: maker,
    Company: '',
    Manager: '',
  };
  const wrong = Object.entries(expected).filter(([name, value]) => (of[name] ?? '') !== value);
  const breaches: Breach[] = wrong.map(([name, value]) => ({
    problem: `the property ${name} is not ${value === '' ? 'empty' : JSON.stringify(value)}`,
  }));
  if ((of.subject ?? '') === '') breaches.push({ problem: 'the property subject is empty' });
  for (const [name, value] of Object.entries(of)) {
    if (value !== '' && !(name in expected) && !impersonal.has(name))
      breaches.push({ problem: `the property ${name} is set, and could name a person` });
  }
  return breaches;
};

/** Properties that tell of the workbook, and could not tell of a person. */
const impersonal: ReadonlySet<string> = new Set([
  ...['subject', 'created', 'modified', 'AppVersion', 'DocSecurity', 'ScaleCrop', 'HeadingPairs', 'TitlesOfParts'],
  ...['LinksUpToDate', 'SharedDoc', 'HyperlinksChanged'],
]);

/** What other programs add to a workbook: where it was saved, who shares it, ranges without a meaning for the reader. */
const nothingAdded: WorkbookRule = ({ xml }) => {
  const breaches: Breach[] = [];
  for (const { name, children } of xml.children) {
    const isForeign = ['fileSharing', 'workbookProtection', 'externalReferences'].includes(name);
    if (isForeign) breaches.push({ problem: `it holds the element ${name}` });
    if (name === 'AlternateContent') breaches.push({ problem: 'it names the place where a person saved it' });
    if (name !== 'definedNames') continue;
    for (const { attributes } of children) {
      if (attributes.name !== '_xlnm.Print_Titles')
        breaches.push({ problem: `it defines the name ${attributes.name}` });
    }
  }
  return breaches;
};

/** Pictures and notes that not everybody perceives, programs, and data from elsewhere. */
const forbidden =
  /(drawing|media\/|comments|vbaProject|externalLink|embeddings|chart|pivot|customXml|calcChain|connections|queryTable|threadedComment|persons\/|docProps\/custom)/i;
const foreignParts: WorkbookRule = ({ parts }) =>
  parts.filter((path) => forbidden.test(path)).map((path) => ({ problem: `it holds the part ${path}` }));

/** A reader finds the same sheets first in every workbook. */
const firstSheets = ['Cover', 'Contents', 'Notes'];
const order: WorkbookRule = ({ sheets }) =>
  firstSheets.flatMap((name, at) =>
    sheets[at]?.name === name ? [] : [{ problem: `sheet ${at + 1} is ${sheets[at]?.name ?? 'missing'}, not ${name}` }],
  );

const sheetNames: WorkbookRule = ({ sheets }) => {
  const names = sheets.map(({ name }) => name.toLowerCase());
  return sheets.flatMap(({ name }, at): Breach[] => {
    const legal = name.length > 0 && name.length <= 31 && !/[[\]:*?/\\]|^'|'$|^history$/i.test(name);
    const found: Breach[] = legal ? [] : [{ sheet: name, problem: 'the name is not one that Excel allows' }];
    if (names.indexOf(name.toLowerCase()) !== at) found.push({ sheet: name, problem: 'the name stands twice' });
    if (/^sheet ?\d*$/i.test(name)) found.push({ sheet: name, problem: 'the name says nothing' });
    return found;
  });
};

const opensAtTheCover: WorkbookRule = ({ activeTab, sheets, xml }) => {
  const selected = (at: number) =>
    listed(sheets[at]?.xml, 'sheetViews', 'sheetView')[0]?.attributes.tabSelected === '1';
  const breaches: Breach[] =
    activeTab === 0 ? [] : [{ problem: `it opens at sheet ${activeTab + 1}, not at the first` }];
  const { firstSheet = '0' } = listed(xml, 'bookViews', 'workbookView')[0]?.attributes ?? {};
  if (firstSheet !== '0') breaches.push({ problem: `its first tab in view is ${Number(firstSheet) + 1}` });
  sheets.forEach(({ name }, at) => {
    if (selected(at) !== (at === 0)) {
      breaches.push({ sheet: name, problem: at === 0 ? 'is not selected' : 'is selected, though not the first' });
    }
  });
  return breaches;
};

/** The contents link to every sheet after them, and nothing links anywhere else. */
const links: WorkbookRule = ({ sheets }) => {
  const names = new Set(sheets.map(({ name }) => name));
  const breaches: Breach[] = [];
  const linked = new Set<string>();
  for (const sheet of sheets) {
    for (const { attributes } of listed(sheet.xml, 'hyperlinks', 'hyperlink')) {
      const target = /^'?(.*?)'?!A1$/.exec(attributes.location ?? '')?.[1] ?? '';
      const cell = attributes.ref ?? '';
      if (attributes.id !== undefined)
        breaches.push({ sheet: sheet.name, cell, problem: 'links outside the workbook' });
      else if (!names.has(target)) breaches.push({ sheet: sheet.name, cell, problem: 'links to no sheet' });
      if (sheet.name === 'Contents') linked.add(target);
    }
  }
  for (const { name } of sheets.slice(2)) {
    if (!linked.has(name)) breaches.push({ sheet: 'Contents', problem: `does not link to the sheet ${name}` });
  }
  return breaches;
};

const tableNames: WorkbookRule = ({ sheets }) => {
  const seen = new Set<string>();
  return sheets.flatMap(({ name: sheet, tables }) =>
    tables.flatMap(({ name }): Breach[] => {
      const twice = seen.has(name.toLowerCase());
      seen.add(name.toLowerCase());
      const found: Breach[] = twice ? [{ sheet, problem: `the table name ${name} stands twice` }] : [];
      if (/^table_?\d*$/i.test(name)) found.push({ sheet, problem: `the table name ${name} says nothing` });
      return found;
    }),
  );
};

/** Whatever stands in place of a number is explained. */
const legend: WorkbookRule = ({ sheets }, model) => {
  const notes = sheets.find(({ name }) => name === 'Notes');
  const explained = new Set(notes?.cells.filter(({ column }) => column === 1).map(({ text }) => text));
  return model.legend
    .filter(({ sign }) => !explained.has(`Sign ${sign}`))
    .map(({ sign }) => ({ sheet: 'Notes', problem: `does not explain the sign ${sign}` }));
};

/** The rules about a workbook as a whole. */
export const workbookRules: readonly WorkbookRule[] = [
  properties,
  nothingAdded,
  foreignParts,
  order,
  sheetNames,
  opensAtTheCover,
  links,
  tableNames,
  legend,
  contentsAreTrue,
  notesAreWhole,
];
