import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { markedText } from '../../pipeline/cell.ts';
import type { ReportModel, ReportTable } from '../../pipeline/compose.ts';
import { PipelineError } from '../../pipeline/errors.ts';
import { createPageRenderer } from '../../pipeline/formats/html/page.ts';
import { html } from '../../pipeline/formats/html.ts';
import { hostileModel, sampleModel } from '../sample-model.ts';

const templates = join(import.meta.dirname, '..', '..', 'templates');
const draw = createPageRenderer();
const models = [sampleModel, hostileModel];

/** Text of a page as a reader sees it. */
const plain = (markup: string) =>
  markup
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(?:#x([0-9A-Fa-f]+)|(amp|lt|gt|quot));/g, (_, hex, name: string) =>
      hex ? String.fromCodePoint(Number.parseInt(hex, 16)) : ({ amp: '&', lt: '<', gt: '>', quot: '"' }[name] ?? ''),
    );
const attribute = (page: string, name: string) =>
  [...page.matchAll(new RegExp(` ${name}="([^"]*)"`, 'g'))].map(([, v]) => v ?? '');
const tablesOf = (model: ReportModel): readonly ReportTable[] =>
  model.sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'table' ? [block.table] : [])));

/** Rows of a table of a page: code, name and the texts of the cells. */
function rowsIn(page: string, id: string): readonly (readonly string[])[] {
  const [, table = ''] = new RegExp(`<table data-table="${id}"[^>]*>(.*?)</table>`, 's').exec(page) ?? [];
  return [...table.matchAll(/<tr data-row="([^"]*)"[^>]*>(.*?)<\/tr>/gs)].map(([, code = '', row = '']) => {
    const header = [...row.matchAll(/<th scope="row">(.*?)<\/th>/gs)].map(([, text = '']) => plain(text));
    const cells = [...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, text = '']) => plain(text));
    return [code, ...header, ...cells];
  });
}

describe('the page of a report', () => {
  test('has every cell of every table in its place', () => {
    let compared = 0;
    for (const model of models) {
      const page = draw(model);
      for (const table of tablesOf(model)) {
        const expected = table.rows.map((row) => [row.code, row.label, ...row.cells.map(markedText)]);
        expect(rowsIn(page, table.id)).toEqual(expected);
        compared += expected.flat().length;
      }
    }
    expect(compared).toBeGreaterThan(1500);
  });

  test('prints hostile text as text', () => {
    const page = draw(hostileModel);
    const shown = plain(page.slice(page.indexOf('<body')));
    for (const text of [
      '<script>alert("x")</script>',
      '{{x}} {{{y}}}',
      "=cmd|' /C calc'!A0",
      'شرطة المدينة',
      '東京都警察',
    ]) {
      expect(shown).toContain(text);
    }
    expect(page).not.toMatch(/<script/i);
  });

  test('runs nothing and asks for nothing', () => {
    for (const model of models) {
      const page = draw(model);
      expect(page).toContain("default-src 'none'");
      expect(page).not.toMatch(/<(script|link|img|iframe|object|embed|base|form)\b|\son\w+="|@import/i);
      expect(attribute(page, 'src')).toEqual([]);
      expect(attribute(page, 'href').filter((target) => !target.startsWith('#'))).toEqual([]);
      expect([...page.matchAll(/url\((.{16})/g)].map(([, start]) => start)).toEqual(Array(4).fill('data:font/woff2;'));
    }
  });

  test('leads every link to an anchor that is there once', () => {
    for (const model of models) {
      const page = draw(model);
      const ids = attribute(page, 'id');
      expect(new Set(ids).size).toBe(ids.length);
      const targets = [...attribute(page, 'href').map((href) => href.slice(1)), ...attribute(page, 'aria-labelledby')];
      expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
    }
  });

  test('has one h1 and skips no level of heading', () => {
    const levels = [...draw(sampleModel).matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.reduce((before, level) => {
      expect(level - before).toBeLessThanOrEqual(1);
      return level;
    }, 0);
  });

  test('carries its mark on the cover, on screen and on every printed page, and none where there is none', () => {
    expect(draw(sampleModel)).toMatch(/--running-mark: &quot;SYNTHETIC&quot;.*<aside class="banner".*<p class="mark"/s);
    const unmarked = draw({ ...sampleModel, mark: null });
    expect(unmarked).not.toContain('SYNTHETIC');
    expect(unmarked).toContain('--running-mark: none');
  });

  test('cannot be broken out of by a running head', () => {
    const page = draw({ ...sampleModel, scope: { id: 'x', label: 'x', short: '";}</style><script>\\"' } });
    expect(page).toContain('--running-scope: &quot;\\22 \\3b \\7d \\3c \\2f style');
  });

  test('is one file named for the document', async () => {
    const tools = { html: draw, print: () => Promise.reject(new Error('HTML is not printed')) };
    const drawings = await html.draw(sampleModel, tools);
    expect(drawings.map(({ path }) => path)).toEqual(['enforcement-actions_2020-06_national.html']);
    expect(new TextDecoder().decode(drawings[0]?.bytes)).toBe(draw(sampleModel));
  });
});

/** Fields that the page does not show: they name files, folders and columns of the other formats. */
const notShown =
  /^(modelVersion|fileStem|report\.id|scope\.id|period\.(id|from|through)|.*\.(measure|breakdown|description|open|window)|.*\.chart\.rows\.0\.code|.*\.columns\.0\.id|.*\.series\.0\.id)$/;

/** The path of every field, the first of each list standing for all. */
function fieldsOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  const keys = Array.isArray(value)
    ? Object.keys(value).slice(0, path.at(-1) === 'blocks' || path.at(-1) === 'sections' ? undefined : 1)
    : Object.keys(value);
  return keys.flatMap((key) => {
    const here = [...path, key];
    const below = fieldsOf((value as Readonly<Record<string, unknown>>)[key], here);
    return Array.isArray(value) ? below : [here, ...below];
  });
}

function without(model: ReportModel, path: readonly string[]): ReportModel {
  const copy = structuredClone(model);
  const parent = path.slice(0, -1).reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], copy);
  delete (parent as Record<string, unknown>)[path.at(-1) ?? ''];
  return copy;
}

test('a model that lacks any one field that is shown stops the build', () => {
  const one = {
    ...sampleModel,
    sections: [...sampleModel.sections.slice(0, 1), ...sampleModel.sections.slice(-1), ...chartAndTable()],
  };
  const paths = fieldsOf(one).filter((path) => !notShown.test(path.join('.')));
  expect(paths.length).toBeGreaterThan(60);
  expect(() => draw(one)).not.toThrow();
  const drawnAnyway = paths.filter((path) => {
    try {
      draw(without(one, path));
      return true;
    } catch (error) {
      expect(error).toBeInstanceOf(PipelineError);
      return false;
    }
  });
  expect(drawnAnyway.map((path) => path.join('.'))).toEqual([]);
});

function chartAndTable() {
  const section = sampleModel.sections.find(({ id }) => id === 'encounters');
  return section === undefined ? [] : [{ ...section, blocks: section.blocks.slice(0, 3) }];
}

test('a chart whose table is not in the document stops the build', () => {
  const sections = sampleModel.sections.map((section) => ({
    ...section,
    blocks: section.blocks.filter(({ kind }) => kind !== 'table'),
  }));
  expect(() => draw({ ...sampleModel, sections })).toThrow('has no table "encounters-by-field-office"');
});

describe('the templates', () => {
  const files = readdirSync(templates, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.hbs'));

  test('print nothing raw: only our style sheets and our charts are, by their type', () => {
    const raw = files.flatMap((file) =>
      [...readFileSync(join(templates, file), 'utf8').matchAll(/\{\{\{[^}]*\}\}\}|\{\{&[^}]*\}\}/g)].map(
        ([tag]) => `${file} ${tag}`,
      ),
    );
    expect(raw).toEqual([]);
    const page = draw(sampleModel);
    expect(page).toMatch(/<svg [^>]*id="drawing-/);
    expect(page).toContain(readFileSync(join(templates, 'styles', 'print.css'), 'utf8'));
  });

  test('avoid the elements that Chromium tags wrongly', () => {
    for (const file of files) {
      expect(readFileSync(join(templates, file), 'utf8'), file).not.toMatch(/<(strong|em|dl|figure|img)\b/);
    }
    expect(files.length).toBeGreaterThan(10);
  });

  test('that cannot be read are named', () => {
    expect(() => createPageRenderer(join(templates, 'styles'))).toThrow(PipelineError);
  });
});
