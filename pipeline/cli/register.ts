import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { readAgreementLists, readCorrections, recordCorrections } from '../../queries/register.ts';
import { correctionContract, type RegisterCorrection } from '../../queries/register-corrections.ts';
import type { Config } from '../config.ts';
import type { ProgressEffect } from '../effects.ts';
import { PipelineError } from '../errors.ts';
import { coverageOf, rebuildRegister } from '../import/agreement-list.ts';
import { lastDay, type Period, parsePeriod } from '../period.ts';
import { changesOfRegister } from '../register/changes.ts';
import { buildRegister, figuresOn } from '../register.ts';
import { type Answer, withDatabase } from './commands.ts';
import { describeList, writeAgreements } from './list-workbook.ts';

/** What `report287 register` is told. */
export interface RegisterFlags {
  readonly period?: string;
  /** A new workbook that is to list every agreement; absent: what changed is printed. */
  readonly xlsx?: string;
}

/**
 * The register on the last day of a period: every agreement, as a workbook, or what changed in it during the period, with
 * the reasons.
 */
export async function showRegister(
  config: Config,
  { period: text, xlsx }: RegisterFlags,
  { progress }: ProgressEffect,
): Promise<Answer> {
  if (text === undefined) throw new PipelineError('usage', 'the register needs a period', 'give --period 2025-09');
  const period = parsePeriod(text);
  if (xlsx !== undefined) return listRegister(config, period, xlsx, { progress });
  return withDatabase(config, progress, async ({ database }) => {
    const { register, lists } = await database.transaction('snapshot', async (session) => {
      const stored = await readAgreementLists(session);
      return { lists: stored, register: buildRegister(stored, await readCorrections(session)) };
    });
    const day = lastDay(period);
    // What the lists do not show is not stated, as in the reports.
    const isKnown = coverageOf(lists).some((span) => span.from <= day && day < span.until);
    const figures = isKnown ? figuresOn(register, day) : null;
    const changes = changesOfRegister(register, period);
    const { corrections } = register;
    return {
      data: { period: period.id, on: day, figures, changes, corrections },
      lines: [
        figures === null
          ? lists.length === 0
            ? 'No published list is imported; what another source holds of agreements is listed with --xlsx.'
            : `On ${day}: not available; no published list shows that day.`
          : `On ${day}: ${figures.agreements} agreements, ${figures.agencies} agencies, ${figures.states} states and territories.`,
        ...changes.map(({ on, decision }) => `${on} ${decision.kind}: ${decision.agreement_id}: ${decision.reason}`),
        ...corrections.map(
          ({ correction, applied, detail }) =>
            `correction (${applied ? 'applied' : 'not applied'}): ${correction.action} ${correction.agreement}: ${detail}; ${correction.reason}`,
        ),
      ],
      exitCode: 0,
    };
  });
}

async function listRegister(
  config: Config,
  period: Period,
  path: string,
  { progress }: ProgressEffect,
): Promise<Answer> {
  const on = lastDay(period);
  return withDatabase(config, progress, async ({ database }) => {
    const written = await database.transaction('snapshot', (session) => writeAgreements(session, on, path));
    const data = { period: period.id, on, xlsx: written };
    return { data, lines: describeList(written, 'agreements'), exitCode: 0 };
  });
}

/** The columns of a file of corrections. */
const columns = ['agreement', 'action', 'value', 'reason', 'by_role'] as const;

/** Takes a person's corrections (CSV) for good, and makes the register anew: all of the file, or nothing. */
export async function correctRegister(config: Config, file: string, { progress }: ProgressEffect): Promise<Answer> {
  const corrections = readCorrectionFile(file, await textOf(file));
  return withDatabase(config, progress, async ({ database, now }) => {
    const { added, outcomes } = await database.transaction('read-write', async (session) => {
      const recorded = await recordCorrections(session, corrections, now().toISOString());
      await rebuildRegister(session);
      const register = buildRegister(await readAgreementLists(session), await readCorrections(session));
      return { added: recorded, outcomes: register.corrections };
    });
    return {
      data: { file, corrections: corrections.length, added, outcomes },
      lines: [
        `${added} of ${corrections.length} corrections are new.`,
        ...outcomes.map(
          ({ correction, applied, detail }) =>
            `${applied ? 'applied' : 'not applied'}: ${correction.action} ${correction.agreement}: ${detail}`,
        ),
      ],
      exitCode: 0,
    };
  });
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new PipelineError('source', `${file} cannot be read`, 'check the path', { cause });
  }
}

/** @throws PipelineError `contract` with every problem of every row. */
function readCorrectionFile(file: string, text: string): readonly RegisterCorrection[] {
  const rows = parseRows(file, text);
  const read = rows.map((row, at) => ({ line: at + 2, parsed: correctionContract.safeParse(row) }));
  const problems = read.flatMap(({ line, parsed }) =>
    parsed.success
      ? []
      : parsed.error.issues.map((issue) => `line ${line}, ${issue.path.join('.') || 'row'}: ${issue.message}`),
  );
  if (rows.length === 0) problems.push('the file has no rows');
  if (problems.length > 0) {
    throw new PipelineError(
      'contract',
      `${file} is not a file of corrections`,
      `give a CSV with the columns ${columns.join(', ')}`,
      { details: problems },
    );
  }
  return read.flatMap(({ parsed }) => (parsed.success ? [parsed.data] : []));
}

function parseRows(file: string, text: string): readonly unknown[] {
  try {
    return parse(text, { columns: true, bom: true, skip_empty_lines: true, trim: true });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new PipelineError(
      'contract',
      `${file} is not CSV: ${why}`,
      `give a CSV with the columns ${columns.join(', ')}`,
      { cause },
    );
  }
}
