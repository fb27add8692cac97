import { PDFBool, PDFDict, PDFHexString, PDFString } from '@cantoo/pdf-lib';
import type { ReadFile } from './file-reader.ts';
import { key } from './pdf-name.ts';

/** What a reader's window and its properties say of a document. */
export interface DocumentProperties {
  readonly title: string;
  readonly subject: string;
  /** A language tag such as `en-US`. */
  readonly language: string;
  /** The instant that the file bears as its date, ISO 8601: never the clock. */
  readonly dated: string;
  readonly keywords?: readonly string[];
}

/** Names the program, and never a person. */
const producer = 'report287';

/** Sets title, language, dates and metadata, the same in the information dictionary and in XMP. */
export function setProperties(document: ReadFile, properties: DocumentProperties): void {
  const { catalog, context } = document;
  catalog.set(key('Lang'), PDFString.of(properties.language));
  catalog.set(key('MarkInfo'), context.obj({ Marked: true }));
  const viewing = catalog.lookupMaybe(key('ViewerPreferences'), PDFDict) ?? context.obj({});
  viewing.set(key('DisplayDocTitle'), PDFBool.True);
  catalog.set(key('ViewerPreferences'), viewing);
  const metadata = context.stream(Buffer.from(xmp(properties), 'utf8'), { Type: 'Metadata', Subtype: 'XML' });
  catalog.set(key('Metadata'), context.register(metadata));
  const date = PDFString.fromDate(new Date(properties.dated));
  const keywords = properties.keywords?.join(', ');
  context.trailerInfo.Info = context.register(
    context.obj({
      Title: PDFHexString.fromText(properties.title),
      Subject: PDFHexString.fromText(properties.subject),
      ...(keywords === undefined ? {} : { Keywords: PDFHexString.fromText(keywords) }),
      Creator: PDFString.of(producer),
      Producer: PDFString.of(producer),
      CreationDate: date,
      ModDate: date,
    }),
  );
}

const escaped = (text: string): string =>
  text.replace(/[<>&"]/g, (sign) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' })[sign] ?? sign);

/**
 * The metadata packet (ISO 16684-1). `pdfuaid:part` says which standard the file is made for; it may stand here because
 * no file is published before the check `pdf-structure` has read it back and found nothing.
 */
function xmp({ title, subject, language, dated, keywords }: DocumentProperties): string {
  const instant = new Date(dated).toISOString().replace('.000Z', 'Z');
  const inDefaultLanguage = (text: string) =>
    `<rdf:Alt><rdf:li xml:lang="x-default">${escaped(text)}</rdf:li></rdf:Alt>`;
  return `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title>${inDefaultLanguage(title)}</dc:title>
<dc:description>${inDefaultLanguage(subject)}</dc:description>
<dc:language><rdf:Bag><rdf:li>${escaped(language)}</rdf:li></rdf:Bag></dc:language>
${keywords === undefined ? '' : `<pdf:Keywords>${escaped(keywords.join(', '))}</pdf:Keywords>\n`}<pdf:Producer>${producer}</pdf:Producer>
<xmp:CreatorTool>${producer}</xmp:CreatorTool>
<xmp:CreateDate>${instant}</xmp:CreateDate>
<xmp:ModifyDate>${instant}</xmp:ModifyDate>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`;
}
