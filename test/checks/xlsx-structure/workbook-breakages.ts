import { after, app, contents, core, headings, office, type Rule, sheet, strings, workbook } from './broken.ts';

const aboveTheTable = [
  ['its number', 'Table 1 of'],
  ['the count of tables', 'This sheet holds one table; the row Total'],
  ['a note', 'The field office is the area of responsibility of the event on its day.'],
  ['a column', 'Columns. June 2020: June 1'],
  ['a sign', 'The sign - stands for: Zero'],
  ['the source', /Source: Monthly report/g],
] as const;

const onTheCover = [
  ['the purpose', '>Counts of enforcement actions'],
  ['the period', '>Period: June 1'],
  ['the area', '>Scope: National'],
  ['the instant', '>As of: July 8'],
  ['the edition', '>Edition: 1'],
  ['the audience', '>Audience: internal'],
  ['the number of sheets', '>This workbook holds'],
] as const;

/** What can be wrong with a workbook as a whole, and with its words. */
export const workbookBreakages: readonly Rule[] = [
  ['the sheets are in another order', [workbook, 'name="Contents"', 'name="Inhalt"'], 'national', 'not Contents'],
  [
    'a sheet has an empty name',
    [workbook, 'name="1 Encounters by field office"', 'name="Sheet5"'],
    'sheet Sheet5',
    'says nothing',
  ],
  [
    'a name is too long',
    [workbook, 'name="1 Encounters by field office"', `name="${'x'.repeat(32)}"`],
    'sheet x',
    'not one that Excel allows',
  ],
  [
    'a name stands twice',
    [workbook, 'name="1 Encounters by field office"', 'name="NOTES"'],
    'sheet NOTES',
    'stands twice',
  ],
  [
    'the contents lack a link',
    [contents, /<hyperlink ref="A7"[^>]*>/, ''],
    'sheet Contents',
    'does not link to the sheet Key figures',
  ],
  [
    'a link leads nowhere',
    [contents, /location="[^"]*Key figures[^"]*"/, `location="'Gone'!A1"`],
    'sheet Contents, cell A',
    'links to no sheet',
  ],
  [
    'a link leads outside',
    [contents, '<hyperlink ', '<hyperlink r:id="rId9" '],
    'sheet Contents, cell A',
    'outside the workbook',
  ],
  ['it opens at another sheet', [workbook, 'activeTab="0"', 'activeTab="3"'], 'national', 'opens at sheet 4'],
  [
    'another sheet is selected too',
    [sheet, '<sheetView ', '<sheetView tabSelected="1" '],
    office,
    'though not the first',
  ],
  [
    'another tab is the first in view',
    [workbook, 'firstSheet="0"', 'firstSheet="2"'],
    'national',
    'first tab in view is 3',
  ],
  ['the title is another', [core, /<dc:title>[^<]*/, '<dc:title>Book1'], 'national', 'property title'],
  ['the language is not given', [core, /<dc:language>[^<]*<\/dc:language>/, ''], 'national', 'property language'],
  ['a person is named', [core, '<dc:creator>report287', '<dc:creator>Somebody'], 'national', 'property creator'],
  [
    'a person is named as the last editor',
    [core, '<cp:lastModifiedBy>report287', '<cp:lastModifiedBy>Somebody'],
    'national',
    'property lastModifiedBy',
  ],
  ['a manager is named', [app, '<Manager>', '<Manager>Somebody'], 'national', 'property Manager'],
  ['a company is named', [app, '<Company>', '<Company>Somewhere'], 'national', 'property Company'],
  [
    'another program is named',
    [app, '<Application>report287', '<Application>Other'],
    'national',
    'property Application',
  ],
  [
    'another property could name a person',
    [core, '<cp:keywords>', '<cp:keywords>Somebody'],
    'national',
    'property keywords',
  ],
  ['the subject is empty', [core, /<dc:subject>[^<]*/, '<dc:subject>'], 'national', 'property subject'],
  [
    'it says where it was saved',
    [workbook, '<bookViews>', '<mc:AlternateContent/><bookViews>'],
    'national',
    'the place where',
  ],
  ['it is shared', [workbook, '<bookViews>', '<fileSharing userName="x"/><bookViews>'], 'national', 'fileSharing'],
  [
    'it defines a name',
    [workbook, ...after('<definedNames>', '<definedName name="x">1</definedName>')],
    'national',
    'name x',
  ],
  [
    'the title of a sheet is not that of its table',
    [sheet, /<c r="A1"([^>]*) t="s"><v>\d+<\/v>/, '<c r="A1"$1 t="inlineStr"><is><t>Encounters</t></is>'],
    `${office}, cell A1`,
    'is not the title',
  ],
  ...aboveTheTable.map(
    ([what, words]): Rule => [
      `${what} is missing above the table`,
      [strings, words, 'Nothing'],
      `${office}, cell A1:A${headings - 1}`,
      'do not say',
    ],
  ),
  ...onTheCover.map(
    ([what, words]): Rule => [
      `the cover does not give ${what}`,
      [strings, words, '>Nothing'],
      'sheet Cover, cell A1:A',
      'do not say',
    ],
  ),
  [
    'the contents give another title',
    [contents, /<c r="B8"([^>]*) t="s"><v>\d+<\/v>/, '<c r="B8"$1 t="inlineStr"><is><t>Other</t></is>'],
    'sheet Contents, cell B8',
    'is not the title of the sheet',
  ],
  ['the contents leave a sheet out', [contents, /<row r="7".*?<\/row>/, ''], 'sheet Contents', 'do not list the sheet'],
  [
    'a note of the document is missing',
    [strings, '>Events are counted, not persons', '>Persons'],
    'sheet Notes, cell column B',
    'does not say',
  ],
  ['a sign is not explained', ['xl/sharedStrings.xml', '>Sign NA<', '>Sign<'], 'sheet Notes', 'sign NA'],
];
