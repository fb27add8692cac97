import { PDFArray, type PDFContext, PDFNumber, type PDFObject } from '@cantoo/pdf-lib';
import { type Box, union } from './geometry.ts';
import { everyNode, rewriteElements, type StructureElement } from './structure-tree.ts';
import type { Shows } from './tree-repairs.ts';

/** Gives each figure that stands on one page the box around what it paints (ISO 32000-1, 14.8.5.4.3). */
export function boxFigures(tree: StructureElement, shows: Shows, context: PDFContext): StructureElement {
  return rewriteElements(tree, (element) => {
    if (element.type !== 'Figure') return element;
    const contents = [...everyNode(element)].filter((node) => node.kind === 'content');
    const box = contents.reduce<Box | null>((around, content) => union(around, shows(content)?.box ?? null), null);
    if (box === null || new Set(contents.map(({ page }) => page)).size !== 1) return element;
    const layout = new Map<string, PDFObject>(element.attributes.get('Layout'));
    layout.set('BBox', boxArray(box, context));
    return { ...element, attributes: new Map(element.attributes).set('Layout', layout) };
  });
}

function boxArray(box: Box, context: PDFContext): PDFArray {
  const array = PDFArray.withContext(context);
  for (const edge of box) array.push(PDFNumber.of(Math.round(edge * 100) / 100));
  return array;
}
