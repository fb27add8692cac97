import { contentsRule } from './contents-rule.ts';
import { documentRules } from './document-rules.ts';
import type { PdfRule } from './opened-pdf.ts';
import { pageRules } from './page-rules.ts';
import { treeRules } from './tree-rules.ts';

/** Everything that is proved of every PDF; what is not in this list was not checked. */
export const pdfRules: readonly PdfRule[] = [...documentRules, ...pageRules, ...treeRules, contentsRule];
