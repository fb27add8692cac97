/** Mail gateways and archives that wrap an address, by host, and how each holds the address inside. */
const wrappers: readonly (readonly [host: RegExp, inside: (url: URL) => string | null | undefined])[] = [
  [/\.safelinks\.protection\.outlook\.(?:com|us)$/, (url) => url.searchParams.get('url')],
  [
    /^(?:www\.)?google\.com$/,
    (url) => (url.pathname === '/url' ? (url.searchParams.get('q') ?? url.searchParams.get('url')) : null),
  ],
  [/^linkprotect\.cudasvc\.com$/, (url) => url.searchParams.get('a')],
  [/^urldefense\.com$/, (url) => /^\/v3\/__(.*?)__/.exec(url.pathname)?.[1]],
  // A copy in the archive stands for the document that it copies: that is what later lists link to.
  [/^web\.archive\.org$/, (url) => /^\/web\/\d+[a-z_]*\/(.*)$/.exec(url.pathname + url.search)?.[1]],
];

/** Wrappers around wrappers are followed this far. */
const deepest = 5;
const mailAddress = /@|%40/i;

/**
 * The web address that a link leads to, without the wrappers of mail gateways, browser extensions and archives; null
 * where it leads to no web page: a mail address, a file on somebody's disk, a script. An address that carries a mail
 * address is cut before its query, and refused where that is not enough.
 */
export function unwrapLink(target: string, depth = 0): string | null {
  const url = webAddress(target.trim());
  if (url === null || depth > deepest) return null;
  const wrapper = wrappers.find(([host]) => host.test(url.hostname));
  if (wrapper) {
    const inside = wrapper[1](url);
    return typeof inside === 'string' ? unwrapLink(inside, depth + 1) : null;
  }
  url.username = '';
  url.password = '';
  if (mailAddress.test(url.search + url.hash)) {
    url.search = '';
    url.hash = '';
  }
  return mailAddress.test(url.href) ? null : url.href;
}

/** Browser extensions, and people, write `chrome-extension://…/https:/host/…`: one slash, or an address inside another. */
const embedded = /^chrome-extension:\/\/[a-z]+\/(https?):\/{1,2}(.*)$/i;

function webAddress(text: string): URL | null {
  const inside = embedded.exec(text);
  const address = inside ? `${inside[1]}://${inside[2]}` : text;
  const url = URL.parse(address.replace(/^(https?):\/(?!\/)/i, '$1://'));
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') ? url : null;
}
