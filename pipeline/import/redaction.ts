/** A redaction names its exemption of 5 U.S.C. 552(b), `(B)(6);(B)(7)(C)`, or is a pair of dashes. */
const redaction = /^(?:(?:\(\s*b\s*\)(?:\s*\(\s*\w{1,2}\s*\))+[\s;,]*)+|-{2,})$/i;

/** Whether a cell says that its value is withheld. */
export function isRedacted(text: string): boolean {
  return redaction.test(text);
}
