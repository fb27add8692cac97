/** A message as it goes over the wire. */
export interface SealedLetter {
  readonly messageId: string;
  readonly raw: Buffer;
}

/**
 * The page of a message: its title as the heading, then lines of HTML. No table, no picture and no color: what a screen reader
 * hears is what stands there.
 */
export const pageOf = (title: string, lines: readonly string[]): string => `<!DOCTYPE html>
<html lang="en-US">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
</head>
<body style="font-family: sans-serif; line-height: 1.5; max-width: 40em; margin: 1em">
<main>
<h1 style="font-size: 1.4em">${escaped(title)}</h1>
${lines.join('\n')}
</main>
</body>
</html>
`;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as it stands in HTML. */
export const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => entities[sign] ?? sign);
