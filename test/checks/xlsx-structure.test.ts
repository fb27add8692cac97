import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Candidate, Finding } from '../../pipeline/checks/check.ts';
import { xlsxStructure } from '../../pipeline/checks/xlsx-structure.ts';
import type { ReportModel } from '../../pipeline/compose.ts';
import { hostileModel, sampleModel } from '../sample-model.ts';
import { broken, drawn, good, small } from './xlsx-structure/broken.ts';
import { sheetBreakages } from './xlsx-structure/sheet-breakages.ts';
import { workbookBreakages } from './xlsx-structure/workbook-breakages.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xlsx-structure-'));
  await mkdir(join(folder, 'national'));
});
afterAll(() => rm(folder, { recursive: true }));

async function examine(bytes: Uint8Array, model: ReportModel = small): Promise<readonly Finding[]> {
  const path = `national/${model.fileStem}.xlsx`;
  await writeFile(join(folder, path), bytes);
  const candidate: Candidate = {
    folder,
    models: [model],
    artifacts: [{ path, format: 'xlsx', size: bytes.length, sha256: '' }],
  };
  return xlsxStructure.examine(candidate);
}

const rules = [...sheetBreakages, ...workbookBreakages];

describe('the structure of workbooks', () => {
  it('is sound in the workbooks that are drawn, hostile text or not, with a mark or without', async () => {
    expect(await examine(await drawn(sampleModel), sampleModel)).toEqual([]);
    expect(await examine(await drawn(hostileModel), hostileModel)).toEqual([]);
    const unmarked = { ...sampleModel, mark: null };
    expect(await examine(await drawn(unmarked), unmarked)).toEqual([]);
  });

  it.each(rules)('refuses where %s', async (_sentence, breakage, subject, problem) => {
    const findings = await examine(broken(breakage));
    expect(findings.filter((of) => of.subject.includes(subject) && of.problem.includes(problem))).not.toEqual([]);
    for (const { check, subject: where } of findings) {
      expect(check).toBe('xlsx-structure');
      expect(where).toContain(`${sampleModel.fileStem}.xlsx`);
    }
  });

  it.each(['r', 'NA'])('refuses a sheet that has the sign %s and does not say what it stands for', async (sign) => {
    const model = sign === 'r' ? small : { ...sampleModel, sections: sampleModel.sections.slice(2, 3) };
    const words = `The sign ${sign} stands for: `;
    const parts = unzipSync(await drawn(model));
    const silent = Object.entries(parts).map(([path, bytes]) => {
      const before = strFromU8(bytes);
      return [path, before.includes(words) ? strToU8(before.replaceAll(words, 'Other words: ')) : bytes] as const;
    });
    expect(await examine(zipSync(parts, { level: 0 }), model)).toEqual([]);
    const findings = await examine(zipSync(Object.fromEntries(silent), { level: 0 }), model);
    expect(findings.map(({ problem }) => problem)).toContainEqual(expect.stringContaining(`do not say “${words}`));
  });

  it('refuses a picture, and a file that is no workbook', async () => {
    const picture = zipSync({ ...unzipSync(good), 'xl/media/image1.png': new Uint8Array(4) });
    expect(await examine(picture)).toMatchObject([{ problem: 'it holds the part xl/media/image1.png' }]);
    for (const bytes of [
      new Uint8Array(),
      strToU8('not a zip'),
      good.slice(0, good.length / 2),
      zipSync({ a: strToU8('a') }),
    ]) {
      expect(await examine(bytes)).toMatchObject([{ problem: 'cannot be opened as a workbook' }]);
    }
  });

  it('refuses a workbook that lacks a table of the document, and one of no document', async () => {
    const parts = unzipSync(good);
    const rels = strFromU8(parts['xl/worksheets/sheet5.xml'] ?? new Uint8Array()).replace(
      /<tableParts.*<\/tableParts>/,
      '',
    );
    const findings = await examine(zipSync({ ...parts, 'xl/worksheets/sheet5.xml': strToU8(rels) }, { level: 0 }));
    expect(findings).toContainEqual(
      expect.objectContaining({ problem: 'no table object is named encounters_by_field_office' }),
    );
    await writeFile(join(folder, 'stray.xlsx'), good);
    const artifacts = [{ path: 'stray.xlsx', format: 'xlsx', size: good.length, sha256: '' }];
    expect(await xlsxStructure.examine({ folder, models: [sampleModel], artifacts })).toMatchObject([
      { subject: 'stray.xlsx', problem: 'is the workbook of no document of this edition' },
    ]);
  });
});
