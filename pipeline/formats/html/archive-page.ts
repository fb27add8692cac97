import { compilePage, ownTemplates } from './templates.ts';

/** What the archive of one audience lists. All links are relative to the archive's own folder. */
export interface ArchiveView {
  readonly language: string;
  readonly audience: string;
  readonly reports: readonly ArchivedReport[];
}

/** A report with its periods, newest first. */
export interface ArchivedReport {
  readonly id: string;
  readonly title: string;
  readonly purpose: string;
  readonly periods: readonly ArchivedPeriod[];
}

/** A period with its current edition first, then the earlier ones. */
export interface ArchivedPeriod {
  /** Names the anchor: `enforcement-actions-2020-06`. */
  readonly id: string;
  readonly label: string;
  readonly words: string;
  readonly editions: readonly ArchivedEdition[];
  /** The page that lists the documents of single agreements, and how many they are, in words; null: there are none. */
  readonly agreements: { readonly href: string; readonly label: string } | null;
}

/** An edition: what it rests on, and its documents. */
export interface ArchivedEdition {
  readonly id: string;
  readonly number: number;
  readonly standing: 'current edition' | 'earlier edition';
  readonly synthetic: boolean;
  readonly asOf: { readonly iso: string; readonly words: string };
  readonly manifest: string;
  readonly documents: readonly ArchivedDocument[];
}

/** The files of one scope. */
export interface ArchivedDocument {
  readonly scope: string;
  readonly files: readonly ArchivedFile[];
  readonly tables: readonly ArchivedFile[];
  /** How many tables, in words. */
  readonly tableCount: string;
}

/** A file to download. */
export interface ArchivedFile {
  readonly href: string;
  /** `PDF`, or the name of a table. */
  readonly label: string;
  /** `412 KB` */
  readonly size: string;
  /** The first twelve digits of its SHA-256. */
  readonly sha256: string;
}

/** What the page of the agreements of one report and period lists. Links are relative to the page's own folder. */
export interface AgreementsView {
  readonly language: string;
  readonly audience: string;
  readonly report: string;
  readonly period: { readonly label: string; readonly words: string };
  /** The page of the audience. */
  readonly archive: string;
  /** How many agreements, in words. */
  readonly count: string;
  readonly states: readonly ArchivedState[];
}

/** The agreements of the agencies of one state, in order of agency and model. */
export interface ArchivedState {
  readonly code: string;
  readonly name: string;
  readonly agreements: readonly ArchivedAgreement[];
}

/** The documents of one agreement: its current edition, and the manifests of the earlier ones. */
export interface ArchivedAgreement {
  readonly id: string;
  readonly agency: string;
  readonly model: string;
  readonly number: number;
  readonly synthetic: boolean;
  readonly asOf: { readonly iso: string; readonly words: string };
  readonly manifest: string;
  readonly files: readonly ArchivedFile[];
  readonly tables: readonly ArchivedFile[];
  readonly tableCount: string;
  readonly earlier: readonly { readonly number: number; readonly manifest: string }[];
}

/** Compiles the page of the agreements of a report and period; what it returns draws it. Throws as the page of a report does. */
export function createAgreementsRenderer(templatesFolder: string = ownTemplates): (view: AgreementsView) => string {
  const draw = compilePage<AgreementsView>('agreements', templatesFolder);
  return (view) => draw(() => view, `the agreements of ${view.report}, ${view.period.label}`);
}

/** Compiles the archive page; what it returns draws the archive of an audience. Throws as the page of a report does. */
export function createArchiveRenderer(templatesFolder: string = ownTemplates): (view: ArchiveView) => string {
  const draw = compilePage<ArchiveView>('archive', templatesFolder);
  return (view) => draw(() => view, `the archive of ${view.audience} editions`);
}
