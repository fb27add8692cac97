import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** An element of the structure tree as the second reader sees it. */
export interface SeenElement {
  readonly role: string;
  readonly alt?: string;
  readonly scope?: string;
  readonly children: readonly (SeenElement | { readonly type: string; readonly id: string })[];
}

/** What a reader that shares no code with ours sees in a PDF. */
export interface SeenPdf {
  readonly marked: boolean;
  readonly info: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly outline: readonly string[];
  /** The text of each page, artifacts too. */
  readonly pages: readonly string[];
  readonly trees: readonly SeenElement[];
  /** Descriptions of links, by page. */
  readonly links: readonly string[];
}

/** Reads a PDF with pdf.js. */
export async function seeWithPdfjs(bytes: Uint8Array): Promise<SeenPdf> {
  const loading = getDocument({ data: Uint8Array.from(bytes), verbosity: 0 });
  const document = await loading.promise;
  try {
    const { info, metadata } = await document.getMetadata();
    const outline = (await document.getOutline()) ?? [];
    const pages = await eachPage(document, async (page) => {
      const { items } = await page.getTextContent();
      return items.map((item) => ('str' in item ? item.str + (item.hasEOL ? ' ' : '') : '')).join('');
    });
    const trees = await eachPage(document, async (page) => (await page.getStructTree()) as unknown as SeenElement);
    const links = await eachPage(document, async (page) =>
      (await page.getAnnotations()).map(({ contentsObj }: { contentsObj?: { str: string } }) => contentsObj?.str ?? ''),
    );
    return {
      marked: isMarked(await document.getMarkInfo()),
      info: info as Record<string, unknown>,
      metadata: Object.fromEntries(metadata ?? []),
      outline: outline.flatMap(titles),
      pages,
      trees,
      links: links.flat(),
    };
  } finally {
    await loading.destroy();
  }
}

/** A map, although its type says an object. */
function isMarked(info: unknown): boolean {
  return info instanceof Map && info.get('Marked') === true;
}

type Page = Awaited<ReturnType<PDFDocumentProxy['getPage']>>;
type Bookmark = Awaited<ReturnType<PDFDocumentProxy['getOutline']>>[number];

function eachPage<T>(document: PDFDocumentProxy, see: (page: Page) => Promise<T>): Promise<readonly T[]> {
  return Promise.all(
    Array.from({ length: document.numPages }, async (_, index) => see(await document.getPage(index + 1))),
  );
}

function titles({ title, items }: Bookmark): readonly string[] {
  return [title, ...items.flatMap(titles)];
}

/** The roles in a tree, in reading order. */
export function rolesIn(element: SeenElement): readonly string[] {
  return [element.role, ...element.children.flatMap((child) => ('role' in child ? rolesIn(child) : []))];
}
