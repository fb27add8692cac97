import {
  PDFArray,
  PDFDict,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRef,
  PDFString,
} from '@cantoo/pdf-lib';
import type { ReadFile } from './file-reader.ts';
import { key, nameText } from './pdf-name.ts';

/** An element of the structure tree. `Document` is its root. */
export interface StructureElement {
  readonly kind: 'element';
  /** Where it stands in the file, so that the outline can go on pointing at it; null: new. */
  readonly ref: PDFRef | null;
  /** As written: `H1`, `Table`, `TD`; see the role map for what is not a standard type. */
  readonly type: string;
  readonly kids: readonly StructureNode[];
  /** What `Headers` of table cells refer to; null: none. */
  readonly id: string | null;
  /** Attributes by owner (`Table`, `List`, `Layout`), then by name. */
  readonly attributes: Attributes;
  /** `Alt`, `ActualText`, `Lang` and other entries, by key. */
  readonly entries: ReadonlyMap<string, PDFObject>;
}

export type Attributes = ReadonlyMap<string, ReadonlyMap<string, PDFObject>>;

/** Marked content of a page, or of a form on it: `owner` is the page or the form. */
export interface TaggedContent {
  readonly kind: 'content';
  readonly page: PDFRef;
  readonly owner: PDFRef;
  readonly mcid: number;
}

/** An annotation, such as the area of a link. */
export interface TaggedObject {
  readonly kind: 'object';
  readonly page: PDFRef;
  readonly object: PDFRef;
}

export type StructureNode = StructureElement | TaggedContent | TaggedObject;

const nameOf = (object: PDFObject | undefined): string => (object instanceof PDFName ? nameText(object) : '');
const ownKeys: ReadonlySet<string> = new Set(['Type', 'S', 'P', 'K', 'Pg', 'A', 'ID']);

/** The text of a PDF string, or null where there is none. */
export function textOf(object: PDFObject | undefined): string | null {
  return object instanceof PDFString || object instanceof PDFHexString ? object.decodeText() : null;
}

/** The top elements of the structure tree, in reading order; none where the file is not tagged. */
export function readStructure(document: ReadFile): readonly StructureElement[] {
  const root = document.catalog.lookupMaybe(key('StructTreeRoot'), PDFDict);
  if (root === undefined) return [];
  return readKids(document, root, null).filter((node) => node.kind === 'element');
}

function readElement(
  document: ReadFile,
  dict: PDFDict,
  ref: PDFRef | null,
  inheritedPage: PDFRef | null,
): StructureElement {
  const own = dict.get(key('Pg'));
  const entries = dict.entries().map(([name, value]) => [nameText(name), value] as const);
  return {
    kind: 'element',
    ref,
    type: nameOf(dict.lookup(key('S'))),
    kids: readKids(document, dict, own instanceof PDFRef ? own : inheritedPage),
    id: textOf(dict.lookup(key('ID'))),
    attributes: readAttributes(dict),
    entries: new Map(entries.filter(([name]) => !ownKeys.has(name))),
  };
}

function readKids(document: ReadFile, dict: PDFDict, page: PDFRef | null): StructureNode[] {
  const kids = dict.get(key('K'));
  const resolved = document.context.lookup(kids);
  const list = resolved instanceof PDFArray ? resolved.asArray() : kids === undefined ? [] : [kids];
  return list.flatMap((kid) => readKid(document, kid, page));
}

function readKid(document: ReadFile, at: PDFObject, inherited: PDFRef | null): StructureNode[] {
  const kid = document.context.lookup(at);
  if (kid instanceof PDFNumber) {
    return inherited === null ? [] : [{ kind: 'content', page: inherited, owner: inherited, mcid: kid.asNumber() }];
  }
  if (!(kid instanceof PDFDict)) return [];
  const own = kid.get(key('Pg'));
  const page = own instanceof PDFRef ? own : inherited;
  switch (nameOf(kid.lookup(key('Type')))) {
    case 'MCR': {
      const stream = kid.get(key('Stm'));
      const mcid = kid.lookup(key('MCID'), PDFNumber).asNumber();
      return page === null ? [] : [{ kind: 'content', page, owner: stream instanceof PDFRef ? stream : page, mcid }];
    }
    case 'OBJR': {
      const object = kid.get(key('Obj'));
      return page === null || !(object instanceof PDFRef) ? [] : [{ kind: 'object', page, object }];
    }
    default:
      return [readElement(document, kid, at instanceof PDFRef ? at : null, page)];
  }
}

function readAttributes(dict: PDFDict): Attributes {
  const attributes = new Map<string, Map<string, PDFObject>>();
  const value = dict.lookup(key('A'));
  const list = value instanceof PDFArray ? value.asArray().map((item) => dict.context.lookup(item)) : [value];
  for (const item of list) {
    if (!(item instanceof PDFDict)) continue;
    const owner = nameOf(item.lookup(key('O')));
    const ofOwner = attributes.get(owner) ?? new Map<string, PDFObject>();
    for (const [name, entry] of item.entries()) if (name !== key('O')) ofOwner.set(nameText(name), entry);
    attributes.set(owner, ofOwner);
  }
  return attributes;
}

/** The tree with every element replaced by what `change` makes of it, from the leaves up. */
export function rewriteElements(
  element: StructureElement,
  change: (element: StructureElement) => StructureElement,
): StructureElement {
  const kids = element.kids.map((kid) => (kid.kind === 'element' ? rewriteElements(kid, change) : kid));
  return change({ ...element, kids });
}

/** An element and all below it, in reading order. */
export function* everyNode(node: StructureNode): Generator<StructureNode> {
  // One generator for all levels: one within another costs a step for each level above.
  const waiting = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next;
    if (next.kind === 'element') waiting.push(...next.kids.toReversed());
  }
}

/** An element with nothing but its type and kids. */
export function plainElement(type: string, kids: readonly StructureNode[]): StructureElement {
  return { kind: 'element', ref: null, type, kids, id: null, attributes: new Map(), entries: new Map() };
}
