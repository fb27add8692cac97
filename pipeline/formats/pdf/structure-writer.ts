import {
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFNull,
  PDFNumber,
  type PDFObject,
  PDFRef,
  PDFString,
} from '@cantoo/pdf-lib';
import type { ReadFile } from './file-reader.ts';
import { key } from './pdf-name.ts';
import { type Attributes, everyNode, type StructureElement, type StructureNode, textOf } from './structure-tree.ts';

/** The types of Chromium that PDF 1.7 lacks, and the standard type as which a reader takes each (PDF/UA-1, 7.1-5). */
export const roleMap: Readonly<Record<string, string>> = { Strong: 'Span', Em: 'Span', Aside: 'Div' };

/** Where the rows of the parent tree belong: `StructParents` by page or form, `StructParent` by annotation. */
export interface ParentKeys {
  readonly contents: ReadonlyMap<PDFRef, number>;
  readonly objects: ReadonlyMap<PDFRef, number>;
}

interface Writing {
  readonly context: PDFContext;
  readonly keys: ParentKeys;
  /** New ids by those of the browser, in order of appearance. */
  readonly ids: ReadonlyMap<string, string>;
  readonly elementsById: Map<string, PDFRef>;
  readonly written: Set<PDFRef>;
  /** Rows of the parent tree: for contents by marked-content id, for objects one reference. */
  readonly contentRows: Map<number, PDFRef[]>;
  readonly objectRows: Map<number, PDFRef>;
}

/**
 * Writes the structure tree anew, with its parent tree, id tree and role map. The browser's ids shift between runs, so
 * they are replaced by ids in order of appearance; those that no cell refers to are dropped.
 */
export function writeStructure(document: ReadFile, tree: StructureElement, keys: ParentKeys): void {
  const { context } = document;
  const ids = idsInOrder(tree);
  const writing: Writing = {
    context,
    keys,
    ids,
    elementsById: new Map(),
    written: new Set(),
    contentRows: new Map(),
    objectRows: new Map(),
  };
  const rootRef = context.nextRef();
  const top = writeElement(writing, tree, rootRef);
  const nextKey = Math.max(-1, ...keys.contents.values(), ...keys.objects.values()) + 1;
  const root = context.obj({
    Type: 'StructTreeRoot',
    K: top,
    ParentTree: context.register(parentTree(writing)),
    ParentTreeNextKey: nextKey,
    RoleMap: context.obj(roleMap),
    ...(writing.elementsById.size > 0 ? { IDTree: context.register(idTree(writing)) } : {}),
  });
  context.assign(rootRef, root);
  document.catalog.set(key('StructTreeRoot'), rootRef);
  forgetUnwritten(context, writing.written);
}

/** Entries of the outline point at elements too; what is no longer in the tree must not stay in the file by that way. */
function forgetUnwritten(context: PDFContext, written: ReadonlySet<PDFRef>): void {
  for (const [, object] of context.enumerateIndirectObjects()) {
    const element = object instanceof PDFDict ? object.get(key('SE')) : undefined;
    if (object instanceof PDFDict && element instanceof PDFRef && !written.has(element)) object.delete(key('SE'));
  }
}

function idsInOrder(tree: StructureElement): ReadonlyMap<string, string> {
  const used = new Set<string>();
  const found: string[] = [];
  for (const node of everyNode(tree)) {
    if (node.kind !== 'element') continue;
    if (node.id !== null) found.push(node.id);
    for (const id of headersOf(node.attributes)) used.add(id);
  }
  const kept = found.filter((id) => used.has(id));
  return new Map(kept.map((id, index) => [id, `cell-${String(index + 1).padStart(6, '0')}`]));
}

/** The ids in `Headers` of a table cell. */
export function headersOf(attributes: Attributes): readonly string[] {
  const headers = attributes.get('Table')?.get('Headers');
  return headers instanceof PDFArray ? headers.asArray().flatMap((item) => textOf(item) ?? []) : [];
}

function writeElement(writing: Writing, element: StructureElement, parent: PDFRef): PDFRef {
  const { context } = writing;
  const ref = element.ref ?? context.nextRef();
  writing.written.add(ref);
  const page = firstPage(element);
  const dict = PDFDict.withContext(context);
  context.assign(ref, dict);
  dict.set(key('Type'), key('StructElem'));
  dict.set(key('S'), key(element.type));
  dict.set(key('P'), parent);
  if (page !== null) dict.set(key('Pg'), page);
  const id = element.id === null ? undefined : writing.ids.get(element.id);
  if (id !== undefined) {
    dict.set(key('ID'), PDFString.of(id));
    writing.elementsById.set(id, ref);
  }
  const attributes = writeAttributes(writing, element.attributes);
  if (attributes !== null) dict.set(key('A'), attributes);
  for (const [name, value] of element.entries) dict.set(key(name), value);
  const kids = element.kids.map((kid) => writeKid(writing, kid, ref, page));
  const [only] = kids;
  if (kids.length === 1 && only !== undefined) dict.set(key('K'), only);
  else if (kids.length > 1) dict.set(key('K'), arrayOf(context, kids));
  return ref;
}

function firstPage(element: StructureElement): PDFRef | null {
  for (const kid of element.kids) if (kid.kind === 'content' && kid.owner === kid.page) return kid.page;
  return null;
}

function writeKid(writing: Writing, kid: StructureNode, parent: PDFRef, page: PDFRef | null): PDFObject {
  const { context, keys } = writing;
  switch (kid.kind) {
    case 'element':
      return writeElement(writing, kid, parent);
    case 'object': {
      const row = keys.objects.get(kid.object);
      if (row !== undefined) writing.objectRows.set(row, parent);
      return context.obj({ Type: 'OBJR', Pg: kid.page, Obj: kid.object });
    }
    case 'content': {
      const row = keys.contents.get(kid.owner);
      if (row !== undefined) {
        const rows = writing.contentRows.get(row) ?? [];
        rows[kid.mcid] = parent;
        writing.contentRows.set(row, rows);
      }
      if (kid.owner === page) return PDFNumber.of(kid.mcid);
      const stream = kid.owner === kid.page ? {} : { Stm: kid.owner };
      return context.obj({ Type: 'MCR', Pg: kid.page, MCID: kid.mcid, ...stream });
    }
  }
}

/** One dictionary for each owner; spans of 1 are what a reader assumes, and `Headers` follow the new ids. */
function writeAttributes(writing: Writing, attributes: Attributes): PDFObject | null {
  const dicts = [...attributes].flatMap(([owner, entries]) => {
    const dict = PDFDict.withContext(writing.context);
    dict.set(key('O'), key(owner));
    for (const [name, value] of entries) {
      const isDefault =
        (name === 'RowSpan' || name === 'ColSpan') && value instanceof PDFNumber && value.asNumber() === 1;
      const headers = name === 'Headers' ? headersOf(attributes).flatMap((id) => writing.ids.get(id) ?? []) : [];
      if (headers.length > 0)
        dict.set(
          key(name),
          arrayOf(
            writing.context,
            headers.map((id) => PDFString.of(id)),
          ),
        );
      else if (name !== 'Headers' && !isDefault) dict.set(key(name), value);
    }
    return dict.keys().length > 1 ? [dict] : [];
  });
  const [only] = dicts;
  if (only === undefined) return null;
  return dicts.length === 1 ? only : arrayOf(writing.context, dicts);
}

function parentTree({ context, contentRows, objectRows, keys }: Writing): PDFDict {
  const rows: [number, PDFObject][] = [...objectRows];
  for (const row of keys.contents.values()) {
    const parents = Array.from(contentRows.get(row) ?? [], (parent) => parent ?? PDFNull);
    rows.push([row, context.register(arrayOf(context, parents))]);
  }
  rows.sort(([one], [other]) => one - other);
  return context.obj({
    Nums: arrayOf(
      context,
      rows.flatMap(([row, value]) => [PDFNumber.of(row), value]),
    ),
  });
}

function idTree({ context, elementsById }: Writing): PDFDict {
  const names = [...elementsById].sort(([one], [other]) => (one < other ? -1 : 1));
  const flat = names.flatMap(([id, ref]) => [PDFString.of(id), ref]);
  return context.obj({ Names: arrayOf(context, flat) });
}

function arrayOf(context: PDFContext, items: readonly PDFObject[]): PDFArray {
  const array = PDFArray.withContext(context);
  for (const item of items) array.push(item);
  return array;
}
