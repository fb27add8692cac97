/** Says what is wrong, and where in the document. */
export type Report = (place: string, problem: string) => void;
