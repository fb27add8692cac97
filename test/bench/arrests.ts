import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { fiscalYearStart, shiftDate } from '../../pipeline/period.ts';
import { choiceOf, type Random, randomStream } from '../../queries/demo/random.ts';
import { fieldOffices } from '../../queries/field-offices.ts';

const columns = [
  'Area of Responsibility',
  'Apprehension Date',
  'Apprehension Method',
  'Apprehension Landmark',
  'Operation',
  'Processing Disposition',
  'Birth Date',
  'Citizenship',
  'Gender',
] as const;

// How often each stands in a real file of a year, in thousands, so that rows are as long and as varied as there.
const methods = choiceOf([
  ['"CAP Local Incarceration"', 57],
  ['"CAP Federal Incarceration"', 22],
  ['"Located"', 19],
  ['"Non-Custodial Arrest"', 17],
  ['"CAP State Incarceration"', 10],
  ['"287(g) Program"', 7],
  ['"Probation and Parole"', 5],
  ['"ERO Reprocessed Arrest"', 3],
  ['"Law Enforcement Agency Response Unit"', 1],
]);
const dispositions = choiceOf([
  ['"Warrant of Arrest/Notice to Appear"', 61],
  ['"REINSTATEMENT OF DEPORT ORDER I-871"', 29],
  ['"Other"', 26],
  ['"Bag and Baggage"', 12],
  ['"ADMINISTRATIVE DEPORTATION I-851/I-851A"', 4],
  ['"Voluntary Return"', 3],
  ['"Expedited Removal (I-860)"', 2],
]);
const citizenships = choiceOf([
  ['"MEXICO"', 94],
  ['"GUATEMALA"', 14],
  ['"HONDURAS"', 11],
  ['"EL SALVADOR"', 9],
  ['"DOMINICAN REPUBLIC"', 3],
  ['"CHINA, PEOPLES REPUBLIC OF"', 1],
  ['"INDIA"', 1],
]);
const sexes = choiceOf([
  ['"Male"', 93],
  ['"Female"', 7],
]);
const offices = choiceOf(fieldOffices.map(({ name }) => [`"${name} Area of Responsibility"`, 1] as const));
/** As many different places as a real file has, as unevenly used. */
const landmarks = choiceOf(
  Array.from({ length: 4_700 }, (_, at) => [`"COUNTY DETENTION CENTER ${at}"`, 1 / (at + 8) ** 1.2] as const),
);

const linesInPiece = 5_000;

function* content(rows: number, fiscalYear: number): Generator<string> {
  const random = randomStream(287, 'bench');
  const untitled = '|'.repeat(columns.length - 1);
  const titles = ['"Generated for the bench"', '', `"ERO Administrative Arrests for FY${fiscalYear}"`];
  const header = columns.map((column) => `"${column}"`).join('|');
  yield `${titles.map((title) => `${title}${untitled}\n`).join('')}${header}\n`;
  const days = daysOf(fiscalYear);
  for (let from = 0; from < rows; from += linesInPiece) {
    let piece = '';
    for (let at = from; at < Math.min(rows, from + linesInPiece); at += 1) {
      piece += `${arrest(days[Math.floor((at * days.length) / rows)] ?? '', random)}\n`;
    }
    yield piece;
  }
}

function arrest(day: string, random: Random): string {
  const place = random.chance(0.98) ? random.pick(landmarks) : '';
  return [
    random.pick(offices),
    day,
    random.pick(methods),
    place,
    '',
    random.pick(dispositions),
    '"(B)(6);(B)(7)(C) "',
    random.pick(citizenships),
    random.pick(sexes),
  ].join('|');
}

/** Every day of a fiscal year as the releases write it, `10/1/2016`. */
function daysOf(fiscalYear: number): readonly string[] {
  const days: string[] = [];
  for (let day = fiscalYearStart(fiscalYear); day < fiscalYearStart(fiscalYear + 1); day = shiftDate(day, 1, 'day')) {
    days.push(`${Number(day.slice(5, 7))}/${Number(day.slice(8))}/${day.slice(0, 4)}`);
  }
  return days;
}

/** Writes a gzip file of so many generated arrests of one fiscal year, in the layout of the releases of 2019. */
export async function writeArrests(path: string, rows: number, fiscalYear: number): Promise<void> {
  await pipeline(Readable.from(content(rows, fiscalYear)), createGzip({ level: 3 }), createWriteStream(path));
}
