import { viewsOfRecords } from '../../../queries/database/contract-views.ts';
import { criminalRecordView } from '../../../queries/evidence/record-view.ts';
import { extractEntities, extractSchema } from '../../../queries/program-extract.ts';
import type { Config } from '../../config.ts';
import type { ProgressEffect } from '../../effects.ts';
import { type ExtractSummary, importExtract } from '../../import/program-extract.ts';
import { type Answer, withDatabase } from '../commands.ts';
import { readEmptyDays } from '../import/empty-days.ts';
import { releasedInWords, releaseFromInbox } from '../import/released.ts';
import { wakeScheduler } from '../wake.ts';

/** What the import of an extract is told. */
export interface ExtractFlags {
  /** A day, meant to its end in UTC, or an instant. */
  readonly asOf?: string;
  /** Why there were no events on days without one. */
  readonly quietDays?: string;
}

/** Imports a program extract: one file, or every CSV file of a folder, all or nothing. */
export async function importProgramExtract(
  config: Config,
  path: string,
  { asOf, quietDays }: ExtractFlags,
  { progress }: ProgressEffect,
): Promise<Answer> {
  const isDay = asOf !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(asOf);
  const stated = readEmptyDays(quietDays === undefined ? {} : { quietDays });
  const options = {
    ...(asOf === undefined ? {} : { asOf: isDay ? `${asOf}T23:59:59Z` : asOf }),
    ...(stated === null ? {} : { quietDays: stated.why }),
  };
  return withDatabase(config, progress, async (effects) => {
    const files = await importExtract(path, options, effects);
    const released = await releaseFromInbox(config, effects);
    await wakeScheduler(effects);
    return {
      data: { files, released },
      lines: [...files.flatMap(describe), ...releasedInWords(released)],
      exitCode: 0,
    };
  });
}

function describe(file: ExtractSummary): readonly string[] {
  if (file.state === 'already-imported') return [`${file.file}: imported before; nothing changed.`];
  const { changed, superseded } = file;
  return [
    `${file.file}: ${file.entity}`,
    `  rows read ${file.rowsRead} = loaded ${file.loaded} + unchanged ${file.unchanged} + rejected ${file.rejected}`,
    ...(changed ? [`  ${changed} of those loaded stand in the place of other values of an older file`] : []),
    ...(superseded
      ? [`  ${superseded} of those unchanged have other or the same values in a newer file, which stay`]
      : []),
  ];
}

/** Stands for the schema of a program's own database. */
const ownSchemaOfProgram = 'your_schema';

/**
 * The contracts of a program extract: JSON Schema for programs, and the files with their columns for a person; then, for a
 * program whose own database is read, the view that counts criminal charges, and the views that it may lack.
 */
export function listContracts(): Answer {
  const schemas = Object.fromEntries(extractEntities.map((entity) => [entity.id, extractSchema(entity)]));
  const lines = extractEntities.flatMap((entity) => [
    `${entity.id}.csv: ${entity.title}. ${entity.description}`,
    `  key: ${entity.key.join(', ')}`,
    ...Object.entries(entity.columns).map(([column, meaning]) => `  ${column}: ${meaning}`),
    '',
  ]);
  const rules =
    'CSV in UTF-8; the header names these columns, in any order; a blank cell is null; dates as 2020-06-30.';
  const view = criminalRecordView(ownSchemaOfProgram);
  return {
    data: { contracts: schemas, views: { criminal_record: view }, viewsByCoverage: viewsOfRecords },
    lines: [
      rules,
      '',
      ...lines,
      `In a program's own database, the view criminal_record (put the name of its schema in place of ${ownSchemaOfProgram}):`,
      view,
      '',
      "In a program's own database, these views may be missing where no row of the view coverage has their kind:",
      ...Object.entries(viewsOfRecords).map(([kind, names]) => `  ${kind}: ${names.join(', ')}`),
    ],
    exitCode: 0,
  };
}
