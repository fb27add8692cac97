import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { PDFArray, PDFDict, PDFHexString, PDFNumber, PDFRawStream, type PDFRef } from '@cantoo/pdf-lib';
import { PipelineError } from '../../errors.ts';
import { markArtifacts } from './artifacts.ts';
import { fillPageSlots } from './contents-pages.ts';
import { type DocumentProperties, setProperties } from './document-properties.ts';
import { boxFigures } from './figure-boxes.ts';
import { type ReadFile, readFile } from './file-reader.ts';
import { writeFile } from './file-writer.ts';
import { readMarkedContent } from './marked-content.ts';
import { type PageContent, readPageContents } from './page-content.ts';
import { key } from './pdf-name.ts';
import { everyNode, plainElement, readStructure, type StructureElement } from './structure-tree.ts';
import { type ParentKeys, writeStructure } from './structure-writer.ts';
import { repairTree, type Shows, textOfNodes } from './tree-repairs.ts';
import { dropUnreachable } from './unreachable.ts';

/**
 * Puts right what Chromium leaves wrong in a tagged PDF, and takes out what differs between two printings of the same
 * page: the same printed content and properties give the same bytes. Draws nothing but the page numbers of the contents.
 */
export async function repairPdf(bytes: Uint8Array, properties: DocumentProperties): Promise<Uint8Array> {
  const document = readFile(bytes);
  const printed = readPageContents(document);
  const shown = readMarkedContent(document, printed);
  const shows: Shows = ({ owner, mcid }) => shown.get(owner)?.get(mcid);
  const repaired = boxFigures(repairTree(documentElement(document), shows), shows, document.context);
  const { contents, tree } = fillPageSlots(printed, repaired, shows);
  const tagged = taggedIds(tree);
  for (const content of contents) writeContent(document, content, tagged.get(content.owner) ?? new Set());
  describeLinks(document, tree, shows);
  setProperties(document, properties);
  writeStructure(document, tree, parentKeys(document, contents, tree));
  dropUnreachable(document.context);
  return withContentId(document);
}

function documentElement(document: ReadFile): StructureElement {
  const top = readStructure(document);
  const [only] = top;
  if (only === undefined) {
    throw new PipelineError(
      'render',
      'the browser printed a PDF without structure tags',
      'use Chrome or Chromium 131 or newer',
    );
  }
  return top.length === 1 && only.type === 'Document' ? only : plainElement('Document', top);
}

function taggedIds(tree: StructureElement): ReadonlyMap<PDFRef, ReadonlySet<number>> {
  const ids = new Map<PDFRef, Set<number>>();
  for (const node of everyNode(tree)) {
    if (node.kind !== 'content') continue;
    const ofOwner = ids.get(node.owner) ?? new Set();
    ids.set(node.owner, ofOwner.add(node.mcid));
  }
  return ids;
}

function writeContent(document: ReadFile, content: PageContent, tagged: ReadonlySet<number>): void {
  const { context } = document;
  const bytes = deflateSync(markArtifacts(content, tagged));
  const owner = context.lookup(content.owner);
  if (owner instanceof PDFRawStream) {
    owner.dict.set(key('Filter'), key('FlateDecode'));
    owner.dict.delete(key('DecodeParms'));
    context.assign(content.owner, PDFRawStream.of(owner.dict, bytes));
  } else if (owner instanceof PDFDict) {
    owner.set(key('Contents'), context.register(PDFRawStream.of(context.obj({ Filter: 'FlateDecode' }), bytes)));
  }
}

/** Gives the annotation of each link the words of the link (PDF/UA-1, 7.18.5-2). */
function describeLinks(document: ReadFile, tree: StructureElement, shows: Shows): void {
  for (const link of everyNode(tree)) {
    if (link.kind !== 'element' || link.type !== 'Link') continue;
    const words = textOfNodes([link], shows).replace(/\s+/g, ' ').trim();
    for (const node of everyNode(link)) {
      if (node.kind !== 'object' || words === '') continue;
      document.context.lookup(node.object, PDFDict).set(key('Contents'), PDFHexString.fromText(words));
    }
  }
}

function parentKeys(document: ReadFile, contents: readonly PageContent[], tree: StructureElement): ParentKeys {
  const objects = new Map<PDFRef, number>();
  for (const node of everyNode(tree)) {
    if (node.kind !== 'object') continue;
    const row = document.context.lookup(node.object, PDFDict).lookupMaybe(key('StructParent'), PDFNumber);
    if (row !== undefined) objects.set(node.object, row.asNumber());
  }
  const rows = contents.flatMap(({ owner, structParents }) =>
    structParents === null ? [] : [[owner, structParents] as const],
  );
  return { contents: new Map(rows), objects };
}

/** The file with an identifier made from its own bytes. */
function withContentId(document: ReadFile): Uint8Array {
  const blank = '0'.repeat(32);
  const ids = PDFArray.withContext(document.context);
  ids.push(PDFHexString.of(blank));
  ids.push(PDFHexString.of(blank));
  document.context.trailerInfo.ID = ids;
  const bytes = writeFile(document.context);
  const id = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const second = file.lastIndexOf(`<${blank}>`);
  const first = file.lastIndexOf(`<${blank}>`, second - 1);
  for (const at of [first, second]) file.write(id, at + 1, 'latin1');
  return bytes;
}
