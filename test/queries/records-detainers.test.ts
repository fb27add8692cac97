import { expect, test } from 'vitest';
import { describeOnEachEngine } from '../engines.ts';
import { csv, event, importFolder, whole } from '../program-extract/files.ts';
import { listed } from './records/small-register.ts';

describeOnEachEngine('detainers under agreements', ({ open }) => {
  test('are told by the last change, and of several on one day by the one that decided, in whatever order they came', async () => {
    await using database = await open();
    const changes: Readonly<Record<string, readonly (readonly [status: string, day: string])[]>> = {
      none: [['issued', '2020-06-10']],
      'booked in': [
        ['lifted', '2020-06-12'],
        ['honored', '2020-06-12'],
      ],
      'declined in the end': [
        ['lifted', '2020-06-12'],
        ['declined', '2020-06-12'],
      ],
      'booked in after all': [
        ['declined', '2020-06-12'],
        ['honored', '2020-06-12'],
      ],
      'lifted later': [
        ['honored', '2020-06-12'],
        ['lifted', '2020-06-13'],
      ],
    };
    const ids = Object.keys(changes);
    const status = ids.flatMap((event_id) =>
      (changes[event_id] ?? []).map(([of, occurred_on]) => ({ event_id, status: of, occurred_on })),
    );
    const { 'evidence.csv': _evidence, 'charges.csv': _charges, ...files } = whole;
    await importFolder(database, {
      ...files,
      'events.csv': csv(ids.map((source_key) => ({ ...event, source_key }))),
      'detainers.csv': csv(status),
    });
    expect(await listed(database, 'agreement-detainers', 'made')).toEqual([
      'booked in after all honored 2020-06-10 ~',
      'booked in honored 2020-06-10 ~',
      'declined in the end declined 2020-06-10 ~',
      'lifted later lifted 2020-06-10 ~',
      'none pending 2020-06-10 ~',
    ]);
  });
});
