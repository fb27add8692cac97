import { PDFArray, PDFDict, PDFNumber, PDFRawStream, PDFRef } from '@cantoo/pdf-lib';
import { PipelineError } from '../../errors.ts';
import { type Operation, readOperations } from './content-stream.ts';
import type { ReadFile } from './file-reader.ts';
import { key } from './pdf-name.ts';
import { streamBytes } from './stream-bytes.ts';

/**
 * What one page paints, or one form that carries marked content of its own (Chromium makes one for each group with
 * opacity). Marked-content ids count within each of them.
 */
export interface PageContent {
  /** The page, or the form. */
  readonly owner: PDFRef;
  readonly page: PDFRef;
  /** Counts from 1. */
  readonly pageNumber: number;
  /** The key of its row in the parent tree; null: none. */
  readonly structParents: number | null;
  readonly resources: PDFDict | null;
  readonly bytes: Uint8Array;
  readonly operations: readonly Operation[];
  /** The forms with marked content of their own, by the name under which `Do` paints them. */
  readonly forms: ReadonlyMap<string, PDFRef>;
}

/** The stream that a reference names; throws PipelineError where it is something else. */
export function streamAt(document: ReadFile, ref: PDFRef): PDFRawStream {
  const stream = document.context.lookup(ref);
  if (stream instanceof PDFRawStream) return stream;
  throw new PipelineError('render', `object ${ref.objectNumber} of the PDF is not a stream`, 'report this as a defect');
}

/** What every page paints, in page order; each page is followed by its forms with marked content. */
export function readPageContents(document: ReadFile): PageContent[] {
  const seen = new Set<PDFRef>();
  return document.pages.flatMap((page, index) => {
    const place = { page: page.ref, pageNumber: index + 1 };
    const own = {
      ...place,
      owner: page.ref,
      structParents: structParents(page.node),
      ...readContent(page.node.Resources() ?? null, pageBytes(page.node)),
    };
    return [own, ...readForms(document, own, seen)];
  });
}

function readForms(document: ReadFile, content: PageContent, seen: Set<PDFRef>): PageContent[] {
  return [...content.forms.values()].flatMap((ref) => {
    if (seen.has(ref)) return [];
    seen.add(ref);
    const form = streamAt(document, ref);
    const own = {
      owner: ref,
      page: content.page,
      pageNumber: content.pageNumber,
      structParents: structParents(form.dict),
      ...readContent(form.dict.lookupMaybe(key('Resources'), PDFDict) ?? content.resources, streamBytes(form)),
    };
    return [own, ...readForms(document, own, seen)];
  });
}

function readContent(
  resources: PDFDict | null,
  bytes: Uint8Array,
): Pick<PageContent, 'resources' | 'bytes' | 'operations' | 'forms'> {
  return { resources, bytes, operations: readOperations(bytes), forms: markedForms(resources) };
}

function structParents(dict: PDFDict): number | null {
  return dict.lookupMaybe(key('StructParents'), PDFNumber)?.asNumber() ?? null;
}

function pageBytes(page: PDFDict): Uint8Array {
  const contents = page.lookup(key('Contents'));
  if (contents === undefined) return new Uint8Array();
  const streams = contents instanceof PDFArray ? contents.asArray().map((ref) => page.context.lookup(ref)) : [contents];
  const parts = streams.map((stream) => {
    if (stream instanceof PDFRawStream) return streamBytes(stream);
    throw new PipelineError('render', 'a page of the PDF has content that is not a stream', 'report this as a defect');
  });
  // A token never runs on from one stream into the next.
  return parts.length === 1 && parts[0] !== undefined
    ? parts[0]
    : Buffer.concat(parts.flatMap((part) => [part, Buffer.from('\n')]));
}

function markedForms(resources: PDFDict | null): ReadonlyMap<string, PDFRef> {
  const forms = new Map<string, PDFRef>();
  const objects = resources?.lookupMaybe(key('XObject'), PDFDict);
  for (const [name, ref] of objects?.entries() ?? []) {
    const object = objects?.context.lookup(ref);
    if (ref instanceof PDFRef && object instanceof PDFRawStream && object.dict.has(key('StructParents'))) {
      forms.set(name.decodeText(), ref);
    }
  }
  return forms;
}
