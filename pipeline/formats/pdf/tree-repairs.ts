import type { MarkedSequence } from './marked-content.ts';
import { key } from './pdf-name.ts';
import {
  everyNode,
  plainElement,
  rewriteElements,
  type StructureElement,
  type StructureNode,
  type TaggedContent,
  textOf,
} from './structure-tree.ts';

/** What tagged content shows; undefined: nothing. */
export type Shows = (content: TaggedContent) => MarkedSequence | undefined;

/** Elements that hold other elements only, so that text in them needs a paragraph. */
const grouping: ReadonlySet<string> = new Set(['Document', 'Part', 'Art', 'Sect', 'Div', 'BlockQuote', 'Aside']);
const inline: ReadonlySet<string> = new Set(['Span', 'Link', 'Code', 'Strong', 'Em', 'Quote', 'Reference']);
/** Elements whose drawings mean something; elsewhere lines and colors are decoration. */
const pictured: ReadonlySet<string> = new Set(['Figure', 'Formula', 'Lbl']);

/** The structure tree with what Chromium leaves wrong in it put right, in the order in which the repairs need each other. */
export function repairTree(tree: StructureElement, shows: Shows): StructureElement {
  const undecorated = withoutDecoration(rewriteElements(tree, plainOuterFigure), shows);
  const once = rewriteElements(undecorated, (element) =>
    element.type === 'Table' ? withoutRepeatedRows(element, shows) : element,
  );
  const arranged = { ...once, kids: arrange(once.kids, 'group', shows) };
  return rewriteElements(arranged, (element) => groupRows(wrapListContent(element)));
}

/** Drops content that shows no text outside pictures: what the tree does not hold becomes an artifact. */
function withoutDecoration(element: StructureElement, shows: Shows): StructureElement {
  if (pictured.has(element.type)) return element;
  const kids = element.kids.flatMap((kid): readonly StructureNode[] => {
    if (kid.kind === 'element') return [withoutDecoration(kid, shows)];
    return kid.kind === 'object' || shows(kid)?.hasText === true ? [kid] : [];
  });
  return { ...element, kids };
}

/**
 * Chromium tags the copies of `thead` and `tfoot` on later pages as if they were more of the same cells, so that a screen
 * reader repeats them. A row is such a copy on a page where each of its cells says what it says on its first page.
 */
function withoutRepeatedRows(table: StructureElement, shows: Shows): StructureElement {
  return rewriteElements(table, (row) => {
    if (row.type !== 'TR') return row;
    const repeated = repeatedPages(row, shows);
    if (repeated.size === 0) return row;
    return rewriteElements(row, (element) => ({
      ...element,
      kids: element.kids.filter((kid) => kid.kind !== 'content' || !repeated.has(kid.page)),
    }));
  });
}

/** The pages on which all cells of a row say again what they say on the row's first page. */
export function repeatedPages(row: StructureElement, shows: Shows): ReadonlySet<TaggedContent['page']> {
  const textByPage = new Map<TaggedContent['page'], string[]>();
  for (const [index, cell] of row.kids.entries()) {
    for (const node of everyNode(cell)) {
      if (node.kind !== 'content') continue;
      const cells = textByPage.get(node.page) ?? row.kids.map(() => '');
      cells[index] = (cells[index] ?? '') + (shows(node)?.text ?? '');
      textByPage.set(node.page, cells);
    }
  }
  const [first, ...later] = [...textByPage];
  const says = JSON.stringify(first?.[1]);
  return new Set(later.filter(([, cells]) => JSON.stringify(cells) === says).map(([page]) => page));
}

/** What kids stand in: a grouping element, a generic container (a `div`) in one, or an element that holds text. */
type Within = 'group' | 'container' | 'text';

/**
 * Puts the kids of generic containers in the place of the container, which says nothing: fewer than half of the elements
 * remain. Text that would stand bare in a grouping element becomes a paragraph.
 */
function arrange(kids: readonly StructureNode[], within: Within, shows: Shows): readonly StructureNode[] {
  const inside = (element: StructureElement): StructureElement => ({
    ...element,
    kids: arrange(element.kids, grouping.has(element.type) ? 'group' : 'text', shows),
  });
  if (within === 'text') {
    return kids.flatMap((kid) =>
      kid.kind !== 'element' ? [kid] : isGeneric(kid) ? arrange(kid.kids, 'text', shows) : [inside(kid)],
    );
  }
  // A container with text of its own is a paragraph, and generic containers in it are spans rather than blocks.
  const isParagraph =
    within === 'container' && kids.some((kid) => isText(kid) || (kid.kind === 'element' && inline.has(kid.type)));
  const arranged: StructureNode[] = [];
  let run: StructureNode[] = [];
  const close = () => {
    if (textOfNodes(run, shows).trim() !== '') arranged.push(plainElement('P', run));
    run = [];
  };
  for (const kid of kids) {
    if (isText(kid) || (isParagraph && isInline(kid)) || (kid.kind === 'element' && inline.has(kid.type)))
      run.push(...arrange([kid], 'text', shows));
    else {
      close();
      if (kid.kind === 'element')
        arranged.push(...(isGeneric(kid) ? arrange(kid.kids, 'container', shows) : [inside(kid)]));
    }
  }
  close();
  return arranged;
}

const isGeneric = (element: StructureElement): boolean => element.type === 'NonStruct' && !element.entries.has('Alt');

/** Bare content, or the generic element that Chromium makes for each text node. */
function isText(node: StructureNode): boolean {
  if (node.kind !== 'element') return true;
  return isGeneric(node) && node.kids.length > 0 && node.kids.every((kid) => kid.kind === 'content');
}

function isInline(node: StructureNode): boolean {
  return node.kind !== 'element' || inline.has(node.type) || (isGeneric(node) && node.kids.every(isInline));
}

/** What nodes say, in reading order; an element that says itself what is to be read is taken at its word. */
export function textOfNodes(nodes: readonly StructureNode[], shows: Shows): string {
  let text = '';
  for (const node of nodes) {
    if (node.kind === 'content') text += shows(node)?.text ?? '';
    if (node.kind === 'element') text += textOf(node.entries.get('ActualText')) ?? textOfNodes(node.kids, shows);
  }
  return text;
}

/** `<figure>` around a chart makes a Figure without alternative text around the one that has it (PDF/UA-1, 7.3-1). */
function plainOuterFigure(element: StructureElement): StructureElement {
  if (element.type !== 'Figure' || element.entries.has('Alt')) return element;
  const holdsFigure = element.kids.some((kid) =>
    [...everyNode(kid)].some((node) => node.kind === 'element' && node.type === 'Figure'),
  );
  if (!holdsFigure) return element;
  // A caption belongs to a figure or a table; in a division it is a paragraph.
  const kids = element.kids.map((kid) =>
    kid.kind === 'element' && kid.type === 'Caption' ? { ...kid, type: 'P' } : kid,
  );
  return { ...element, type: 'Div', kids };
}

/** The content of a list item stands in `LBody`, beside its label (PDF/UA-1, 7.2-20). */
function wrapListContent(element: StructureElement): StructureElement {
  if (element.type !== 'LI') return element;
  const isPart = (kid: StructureNode) => kid.kind === 'element' && (kid.type === 'Lbl' || kid.type === 'LBody');
  const content = element.kids.filter((kid) => !isPart(kid));
  if (content.length === 0) return element;
  return { ...element, kids: [...element.kids.filter(isPart), plainElement('LBody', content)] };
}

/** Chromium drops `thead` and `tbody`: leading rows of column headings are the head of the table. */
function groupRows(element: StructureElement): StructureElement {
  const isRow = (kid: StructureNode): kid is StructureElement => kid.kind === 'element' && kid.type === 'TR';
  if (element.type !== 'Table' || !element.kids.some(isRow)) return element;
  const rows = element.kids.filter(isRow);
  const body = rows.findIndex((row) => !row.kids.every(isColumnHeading));
  const headLength = body === -1 ? 0 : body;
  const head = rows.slice(0, headLength);
  return {
    ...element,
    kids: [
      ...element.kids.filter((kid) => !isRow(kid)),
      ...(head.length > 0 ? [plainElement('THead', head)] : []),
      plainElement('TBody', rows.slice(headLength)),
    ],
  };
}

function isColumnHeading(node: StructureNode): boolean {
  if (node.kind !== 'element' || node.type !== 'TH') return false;
  return node.attributes.get('Table')?.get('Scope') === key('Column');
}
