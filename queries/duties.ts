import type { Code } from './codelists.ts';

/**
 * A duty of the agreements that has a time: from when it runs to when it is met (`domain.md` §2.2).
 */
export interface Duty extends Code {
  /** What begins its time and what ends it. */
  readonly definition: string;
  /** The longest that it may take, in `unit`; null: the agreements give no number. */
  readonly limit: number | null;
  /** In which its time is told, in whole units, begun ones counted as whole. */
  readonly unit: 'hours' | 'days';
  /** The template and its part. */
  readonly source: string;
}

/** The duties that are recorded one performance at a time; those about complaints follow from the complaints. */
export const recordedDuties = [
  {
    code: 'detainer-notice',
    label: 'Notify ICE of a detainer',
    definition: 'From the issue of a detainer by an officer of the agency to the notice to ICE.',
    limit: 24,
    unit: 'hours',
    source: 'JEM agreement of 2020 and 2025, Appendix A',
  },
  {
    code: 'citizenship-claim',
    label: 'Report a claim to U.S. citizenship',
    definition: 'From the claim, or the suspicion, that a person is a U.S. citizen to the report to ICE.',
    limit: 1,
    unit: 'hours',
    source: 'JEM and WSO agreements, Appendix A',
  },
  {
    code: 'warrant-notice',
    label: 'Notify ICE after serving a warrant',
    definition: 'From the service of an administrative warrant to the notice to ICE; “immediately”, without a number.',
    limit: null,
    unit: 'hours',
    source: 'WSO agreement, Appendix A',
  },
  {
    code: 'custody-hold',
    label: 'End of the hold after transfer to ICE custody',
    definition: 'From the transfer to ICE custody in the jail to the pick-up or release.',
    limit: 48,
    unit: 'hours',
    source: 'JEM and WSO agreements, Appendix A',
  },
  {
    code: 'field-arrest-transport',
    label: 'Transport to an ICE office after a field arrest',
    definition: 'From an arrest in the field to the arrival at an ICE office; the same day.',
    limit: 24,
    unit: 'hours',
    source: 'TFM agreement of 2025, section VI; the same day is counted here as 24 hours',
  },
  {
    code: 'revocation-notice',
    label: 'Notify the other party of a revocation',
    definition: 'From the revocation of an officer’s authority to the notice to the other party.',
    limit: 48,
    unit: 'hours',
    source: 'TFM agreement of 2025, section IX',
  },
] as const satisfies readonly Duty[];

/** The duties whose times follow from the records of complaints. */
export const complaintDuties = [
  {
    code: 'complaint-notice',
    label: 'Notify ICE of a complaint',
    definition: 'From the receipt of a complaint to the notice to ICE, without the hours of Saturdays and Sundays.',
    limit: 48,
    unit: 'hours',
    source: 'JEM and WSO agreements, Appendix B',
  },
  {
    code: 'complaint-resolution',
    label: 'Resolve a complaint',
    definition: 'From the receipt of a complaint to its resolution, counted on the day on which it was resolved.',
    limit: 90,
    unit: 'days',
    source: 'WSO and TFM agreements, Appendix B',
  },
  {
    code: 'investigation-result',
    label: 'Report the result of an investigation',
    definition: 'From the resolution of a complaint to the report of its result to ICE.',
    limit: 30,
    unit: 'days',
    source: 'JEM agreement, Appendix B',
  },
] as const satisfies readonly Duty[];

/** Every duty that has a time, in the order in which they are listed. */
export const duties: readonly Duty[] = [...recordedDuties, ...complaintDuties];
