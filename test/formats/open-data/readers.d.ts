/** What the tests use of two readers that bring no types. */

declare module 'rdf-parser-csvw' {
  interface Term {
    readonly termType: string;
    readonly value: string;
  }
  interface Quad {
    readonly subject: Term;
    readonly predicate: Term;
    readonly object: Term;
  }
  interface Factory {
    readonly namedNode: (iri: string) => Term;
    readonly blankNode: () => Term;
    readonly literal: (value: string, datatype?: Term) => Term;
    readonly quad: (subject: Term, predicate: Term, object: Term) => Quad;
  }
  interface Dataset extends Iterable<Quad> {
    readonly match: (subject?: Term | null, predicate?: Term | null, object?: Term | null) => Dataset;
  }
  export default class Parser {
    constructor(options?: { readonly metadata?: Dataset; readonly baseIRI?: string });
    readonly factory: Factory;
    import(input: import('node:stream').Readable): AsyncIterable<Quad>;
  }
}

declare module 'datapackage' {
  interface Resource {
    readonly name: string;
    readonly valid: boolean;
    readonly errors: readonly Error[];
    read(options: { readonly keyed: true }): Promise<readonly Readonly<Record<string, unknown>>[]>;
  }
  export class Package {
    static load(descriptor: string, options?: { readonly strict?: boolean }): Promise<Package>;
    readonly valid: boolean;
    readonly errors: readonly Error[];
    readonly resources: readonly Resource[];
  }
}
