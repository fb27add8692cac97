import { chmod, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { PipelineError } from '../../pipeline/errors.ts';
import { importFile } from '../../pipeline/import.ts';
import { describeOnEachEngine } from '../engines.ts';
import { arrest, contentsOf, importText, quietly, release, writeRelease } from './releases.ts';

const whole = release('arrests', [arrest(), arrest({ day: '10/2/2016' })]);
const workbook = Buffer.from(
  zipSync({ '[Content_Types].xml': strToU8('<Types/>'), 'xl/workbook.xml': strToU8('<workbook/>') }),
);
const archive = Buffer.from(zipSync({ 'release.csv': strToU8(whole) }));
const utf16 = (text: string) => Buffer.from(text, 'utf16le');
const latin1 = Buffer.from(release('arrests', [arrest({ landmark: '"CAÑON CITY"' })]), 'latin1');
const noise = Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 7919) % 256));

interface Refusal {
  readonly name: string;
  readonly content: string | Buffer;
  readonly says: RegExp;
  readonly code: 65 | 69;
}

const refusals: readonly Refusal[] = [
  { name: 'an empty file', content: '', says: /is empty/, code: 65 },
  { name: 'an empty gzip file', content: gzipSync(''), says: /is empty/, code: 65 },
  { name: 'blank lines only', content: '\uFEFF\n\r\n \n', says: /is empty/, code: 65 },
  {
    name: 'title lines only',
    content: `${whole.split('\n').slice(0, 5).join('\n')}\n`,
    says: /no header row of a known format/,
    code: 65,
  },
  { name: 'a header without rows', content: release('arrests', []), says: /a header on line 6 and no rows/, code: 65 },
  {
    name: 'a gzip stream cut in the middle',
    content: gzipSync(whole).subarray(0, -30),
    says: /cannot be unpacked: it is cut short or damaged/,
    code: 65,
  },
  { name: 'a damaged gzip stream', content: spoil(gzipSync(whole)), says: /it is cut short or damaged/, code: 65 },
  {
    name: 'a file cut in the middle of a row',
    content: whole.slice(0, -40),
    says: /is cut off: it ends inside the row that begins on line 8/,
    code: 65,
  },
  {
    name: 'a file cut inside a quoted cell',
    content: whole.slice(0, -4),
    says: /is cut off: it ends inside the row that begins on line 8/,
    code: 65,
  },
  {
    name: 'a file cut in its header',
    content: whole.slice(0, whole.indexOf('"Gender"') + 4),
    says: /no header row of a known format; the nearest/,
    code: 65,
  },
  { name: 'an Excel workbook', content: workbook, says: /no header row of a known format/, code: 65 },
  {
    name: 'an old Excel workbook',
    content: Buffer.from('d0cf11e0a1b11ae1000000', 'hex'),
    says: /an old workbook \(XLS\)/,
    code: 65,
  },
  { name: 'a ZIP archive', content: archive, says: /it is an archive of something else/, code: 65 },
  { name: 'a PDF', content: '%PDF-1.7\n%âãÏÓ\n', says: /it is a PDF/, code: 65 },
  {
    name: 'a web page',
    content: '\n<!DOCTYPE html><html><title>Not found</title></html>',
    says: /it is a web page/,
    code: 65,
  },
  { name: 'a file packed twice', content: gzipSync(gzipSync(whole)), says: /packed twice with gzip/, code: 65 },
  { name: 'noise', content: noise, says: /is not delimited text|is not text/, code: 65 },
  {
    name: 'a zero byte far inside',
    content: `${whole}${`${arrest()}\n`.repeat(2000)}\0\n`,
    says: /byte \d+ is a zero byte/,
    code: 65,
  },
  { name: 'UTF-16 with a byte order mark', content: utf16(`\uFEFF${whole}`), says: /it is text in UTF-16/, code: 65 },
  { name: 'UTF-16 without a byte order mark', content: utf16(whole), says: /it is text in UTF-16/, code: 65 },
  {
    name: 'another encoding',
    content: latin1,
    says: new RegExp(`not text in UTF-8: byte ${latin1.indexOf(0xd1)} cannot be read`),
    code: 65,
  },
  {
    name: 'a table of something else',
    content: 'a,b,c\n1,2,3\n',
    says: /no header row of a known format in its first/,
    code: 65,
  },
  {
    name: 'a renamed column',
    content: whole.replace('"Gender"', '"Sex"'),
    says: /the nearest, on line 6, is "ERO administrative arrests/,
    code: 65,
  },
  {
    name: 'a column twice',
    content: whole.replace('"Operation"', '"Gender"'),
    says: /has a column twice in its header on line 6: GENDER/,
    code: 65,
  },
  {
    name: 'another delimiter',
    content: whole.replaceAll('|', ','),
    says: /the nearest, on line 6, is "ERO administrative arrests/,
    code: 65,
  },
  {
    name: 'a cell of a million characters',
    content: release('arrests', [arrest(), arrest({ landmark: `"${'x'.repeat(1_000_000)}"` })]),
    says: /a row of more than 65,536 bytes, on line 8/,
    code: 65,
  },
  {
    name: 'line ends of the old Macintosh',
    content: whole.replaceAll('\n', '\r'),
    says: /lines end in a carriage return alone/,
    code: 65,
  },
  { name: 'a file without line breaks', content: `${arrest()}|`.repeat(2000), says: /no header row/, code: 65 },
  {
    name: 'rows without line breaks',
    content: release('arrests', [`${arrest()}|`.repeat(2000)]),
    says: /a row of more than 65,536 bytes, on line 7/,
    code: 65,
  },
  {
    name: 'a quotation mark that is never closed',
    content: release('arrests', [`"Atlanta${'|x\n'.repeat(40_000)}`]),
    says: /a row of more than 65,536 bytes, on line 7/,
    code: 65,
  },
  {
    name: 'rows none of which can be read',
    content: release('arrests', ['a|b', 'c|d|e']),
    says: /none of the 2 rows/,
    code: 65,
  },
];

function spoil(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy.fill(0xff, 20, 60);
  return copy;
}

async function refusalOf(work: Promise<unknown>): Promise<PipelineError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof PipelineError) return error;
    throw error;
  }
  throw new Error('the file was imported');
}

describeOnEachEngine('a file that is refused leaves the database as it was', ({ open }) => {
  test(`each of ${refusals.length} kinds has one clear message, a remedy and its exit code`, async () => {
    await using database = await open();
    await importText(
      database,
      release('encounters', ['"HQ Area of Responsibility"|12/31/2016|||"Detainer"||"UNKNOWN"|"Female"']),
    );
    const before = await contentsOf(database);
    for (const { name, content, says, code } of refusals) {
      const error = await refusalOf(importText(database, content));
      expect({ name, message: error.message, code: error.exitCode }).toEqual({
        name,
        message: expect.stringMatching(says),
        code,
      });
      expect(error.message).toContain('release.csv');
      expect(error.message.length, name).toBeLessThan(300);
      expect(error.remedy, name).not.toBe('');
      expect(await contentsOf(database), name).toEqual(before);
    }
  });

  test('a missing file, a folder and a file that may not be read are each named', async () => {
    await using database = await open();
    const path = await writeRelease(whole);
    const folder = join(dirname(path), 'folder.csv');
    await mkdir(folder);
    const refusal = (of: string) => refusalOf(importFile(of, {}, quietly(database)));
    expect(await refusal(`${path}.gz`)).toMatchObject({ exitCode: 69, message: 'release.csv.gz does not exist' });
    expect(await refusal(folder)).toMatchObject({ exitCode: 69, message: expect.stringContaining('is not a file') });
    expect(await refusal('/dev/null')).toMatchObject({
      exitCode: 69,
      message: expect.stringContaining('is not a file'),
    });
    await chmod(path, 0);
    // Root may read everything.
    if (process.getuid?.() !== 0) {
      expect(await refusal(path)).toMatchObject({ exitCode: 69, message: expect.stringContaining('may not be read') });
    }
  });
});

describe('the refusal of a file whose columns differ', () => {
  test('names the columns that are missing and those that are not known', async () => {
    const { recognize } = await import('../../pipeline/import/recognize.ts');
    const { sources } = await import('../../pipeline/sources/index.ts');
    const detailsOf = (text: string) => {
      try {
        recognize(Buffer.from(text), 'release.csv', sources);
      } catch (error) {
        return error instanceof PipelineError ? error.details : [];
      }
      return [];
    };
    expect(detailsOf(whole.replace('"Gender"', '"Sex"'))).toEqual(['missing: Gender', 'not known: SEX']);
    expect(detailsOf(whole.replaceAll('|', ','))).toEqual(['columns are separated by "," and not by "|"']);
    expect(detailsOf('a,b\n')).toHaveLength(sources.length + 3);
  });
});
