import type { Precedence } from '../../queries/overlaps.ts';
import type { Source } from '../sources/source.ts';
import { formatOf } from './tables.ts';

/** Which release counts where several tell of the same events: the later one (`Source.released`). */
export function precedenceOf(sources: readonly Source[]): readonly Precedence[] {
  return sources.map((source) => ({
    sourceId: formatOf(source).id,
    kind: source.kind,
    rank: source.released,
    complete: source.limitedTo === undefined,
  }));
}
