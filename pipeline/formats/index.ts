import { csv } from './csv.ts';
import type { Format } from './format.ts';
import { html } from './html.ts';
import { openData } from './open-data.ts';
import { pdf } from './pdf.ts';
import { xlsx } from './xlsx.ts';

/** Every format of a document, in the order in which they are drawn. */
export const formats: readonly Format[] = [html, pdf, xlsx, csv, openData];
