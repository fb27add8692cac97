import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { AgreementSubject } from '../../queries/agreement-subjects.ts';
import type { CoverageSpan, ImportedFile } from '../../queries/provenance.ts';
import type { RegisterCorrection } from '../../queries/register-corrections.ts';
import type { Check } from '../checks/check.ts';
import type { Classification } from '../classify.ts';
import type { ReportModel } from '../compose.ts';
import type { DisclosureMethod } from '../disclosure/method.ts';
import type { Extract } from '../extract.ts';
import type { Artifact } from '../formats/format.ts';
import type { DateWindow } from '../period.ts';

/** The record of an edition: what it was made from, by what, and the hash of each of its files. */
export interface Manifest {
  readonly manifestVersion: 1;
  readonly report: string;
  readonly period: { readonly id: string } & DateWindow;
  readonly audience: 'internal' | 'public';
  /** The agreement that it is about; absent: the nation and its field offices. */
  readonly subject?: AgreementSubject;
  readonly edition: number;
  /** ISO instant of the last recorded change of the sources. */
  readonly asOf: string;
  readonly synthetic: boolean;
  /** Of everything that the documents depend on; the same fingerprint makes no new edition. */
  readonly fingerprint: string;
  readonly sources: readonly ImportedFile[];
  /** Every correction of the register by then; absent: made by a program that did not record them. */
  readonly corrections?: readonly RegisterCorrection[];
  readonly coverage: readonly CoverageSpan[];
  readonly regimes: readonly { readonly id: string; readonly axis: string; readonly window: DateWindow }[];
  readonly disclosure: string;
  /** The checks that passed, and what each proves. */
  readonly checks: readonly { readonly id: string; readonly proves: string }[];
  /** The roles whose approval it needs before it is handed over; absent: made by a program that did not record them. */
  readonly approvals?: readonly string[];
  readonly made: MadeBy;
  /** The ids of the formats in which its documents were drawn; absent: in every one. */
  readonly formats?: readonly string[];
  /** In order of path; the manifest itself is not among them. */
  readonly files: readonly Artifact[];
  /** The only place where the clock of a run is written. */
  readonly run: { readonly id: string; readonly startedAt: string; readonly finishedAt: string };
}

/** The program and the tools that made an edition. */
export interface MadeBy {
  readonly version: string;
  /** SHA-256 over the program's own sources, templates and lock file. */
  readonly code: string;
  /** SHA-256 over everything that decides how a model is drawn: templates, formats, charts and the lock file. */
  readonly drawing: string;
  readonly node: string;
  readonly browser: string;
  readonly database: string;
}

/** SHA-256 over the names and contents of all files below some folders and files, in order of name. */
export function hashTree(root: string, places: readonly string[]): string {
  const hash = createHash('sha256');
  for (const place of places) {
    if (statSync(join(root, place)).isFile()) {
      hash
        .update(`${place}\0`)
        .update(readFileSync(join(root, place)))
        .update('\0');
      continue;
    }
    const entries = readdirSync(join(root, place), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    for (const file of files.toSorted()) {
      hash
        .update(`${relative(root, file).split(sep).join('/')}\0`)
        .update(readFileSync(file))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

/**
 * Of everything that the documents depend on: what they say, how it is drawn, and with which browser. The number of the
 * edition is not in it, nor the clock.
 */
export function fingerprintOf(models: readonly ReportModel[], made: MadeBy): string {
  return hashOf(JSON.stringify([models, made.drawing, made.browser]));
}

/** What a manifest is made from. */
export interface ManifestParts {
  readonly slot: { readonly report: string; readonly audience: 'internal' | 'public' };
  readonly subject: AgreementSubject | null;
  readonly edition: number;
  readonly fingerprint: string;
  readonly extract: Extract;
  readonly classification: Classification;
  readonly disclosure: DisclosureMethod;
  readonly checks: readonly Check[];
  /** The roles whose approval it needs. */
  readonly approvals: readonly string[];
  readonly artifacts: readonly Artifact[];
  readonly made: MadeBy;
  /** The ids of the formats that were drawn; null: every one. */
  readonly formats: readonly string[] | null;
  readonly run: Manifest['run'];
}

/** The record of an edition, from what its run knows. */
export function manifestOf(parts: ManifestParts): Manifest {
  const { slot, extract, made } = parts;
  const { id, from, until } = extract.period;
  return {
    manifestVersion: 1,
    report: slot.report,
    period: { id, from, until },
    audience: slot.audience,
    ...(parts.subject === null ? {} : { subject: parts.subject }),
    edition: parts.edition,
    asOf: extract.asOf,
    synthetic: extract.synthetic,
    fingerprint: parts.fingerprint,
    sources: extract.files,
    corrections: extract.corrections,
    coverage: extract.coverage,
    regimes: regimesOf(parts.classification),
    disclosure: parts.disclosure.id,
    checks: parts.checks.map((check) => ({ id: check.id, proves: check.proves })),
    approvals: parts.approvals,
    made,
    ...(parts.formats === null ? {} : { formats: parts.formats }),
    files: parts.artifacts,
    run: parts.run,
  };
}

/** The regimes of a classification and the days on which each holds. */
export function regimesOf({ spans }: Classification): Manifest['regimes'] {
  return spans.map((span) => ({
    id: span.kind === 'regime' ? span.regime.id : span.gap.kind,
    axis: span.axis,
    window: span.window,
  }));
}

/** SHA-256 of a text or of bytes, in lower-case hexadecimal. */
export function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
