import type { OwnSchema } from '../database.ts';
import type { ExtractEntity, ExtractEntityId } from '../program-extract.ts';
import { administrationIds } from './administration.ts';

type VersionedEntity = Exclude<ExtractEntityId, 'coverage'>;

interface Place {
  readonly table: keyof OwnSchema;
  /** What the table says of the file that a row came from. */
  readonly origin: readonly ('import_id' | 'row_number')[];
}

const places: Readonly<Record<VersionedEntity, Place>> = {
  field_offices: { table: 'field_office', origin: [] },
  agencies: { table: 'agency', origin: [] },
  agreements: { table: 'agreement', origin: [] },
  agreement_status: { table: 'agreement_status', origin: [] },
  enforcement_events: { table: 'stored_event', origin: ['import_id', 'row_number'] },
  event_status: { table: 'event_status', origin: ['import_id'] },
  evidence: { table: 'evidence', origin: ['import_id'] },
  criminal_charges: { table: 'criminal_charge', origin: ['import_id'] },
  officers: { table: 'officer', origin: ['import_id'] },
  officer_training: { table: 'officer_training', origin: ['import_id'] },
  officer_logins: { table: 'officer_login', origin: ['import_id'] },
  program_managers: { table: 'program_manager', origin: ['import_id'] },
  milestones: { table: 'milestone', origin: ['import_id'] },
  installations: { table: 'installation', origin: ['import_id'] },
  duty_performances: { table: 'duty_performance', origin: ['import_id'] },
  document_reviews: { table: 'document_review', origin: ['import_id'] },
  complaints: { table: 'complaint', origin: ['import_id'] },
  inspections: { table: 'inspection', origin: ['import_id'] },
  agency_figures: { table: 'agency_figure', origin: ['import_id'] },
};

/** Where the rows of an entity stand; coverage has no versions, and its spans stand with their file. */
export function placeOf({ id }: ExtractEntity): Place {
  if (id === 'coverage') throw new Error('coverage has no versions');
  return places[id];
}

/** The tables whose rows say which file they came from. */
export const tablesOfFiles: readonly (keyof OwnSchema)[] = Object.values(places).flatMap(({ table, origin }) =>
  origin.length > 0 ? [table] : [],
);

/** Those of them that hold records about the administration of agreements. */
export const administrationTables: readonly (keyof OwnSchema)[] = administrationIds.map((id) => places[id].table);
