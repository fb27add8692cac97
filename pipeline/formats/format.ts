import type { ReportModel } from '../compose.ts';
import type { DocumentProperties } from './pdf/document-properties.ts';

/** One rendered file of an edition. `path` is relative to the edition's folder, with `/`. */
export interface Artifact {
  readonly path: string;
  readonly format: string;
  /** Bytes. */
  readonly size: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** A file that a format made, before it is written. */
export interface Drawing {
  /** Relative to the document's folder: `enforcement-actions_2020-06_national.pdf`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * An output format: draws one model. It formats; it never computes, filters or rounds anew. The same model (and the same
 * browser, for PDF) gives the same bytes.
 */
export interface Format {
  readonly id: 'html' | 'pdf' | 'xlsx' | 'csv' | 'open-data';
  readonly draw: (model: ReportModel, tools: DrawingTools) => Promise<readonly Drawing[]>;
}

/** What formats share within a run. */
export interface DrawingTools {
  /** The HTML of a model, made once and used by both HTML and PDF. */
  readonly html: (model: ReportModel) => string;
  /** Prints a whole HTML page as tagged PDF with an outline, repaired so that the same page gives the same bytes. */
  readonly print: (html: string, properties: DocumentProperties) => Promise<Uint8Array>;
}
