import { cellsOf, originalText } from './records.ts';
import type { RowBatch } from './sheets.ts';
import { readAgain, rowsFrom, type SurveyedFile } from './survey.ts';

/** The rows of a surveyed file of text, block by block. */
export async function* textRows(file: SurveyedFile): AsyncGenerator<RowBatch> {
  for await (const block of readAgain(file)) {
    const first = rowsFrom(block, file.layout);
    yield {
      cells: cellsOf(block, file.layout.source.delimiter).slice(first),
      numbers: block.lines.slice(first),
      original: (at) => originalText(block, first + at),
    };
  }
}
