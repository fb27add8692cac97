import type { Migration } from './migrate.ts';

/** Officers and their training, program managers, equipment, duties, complaints, inspections, and what agencies report. */
export const moaRecords: Migration = {
  number: 9,
  name: '0009-moa-records',
  steps: [
    `create table report287.officer (
      officer_id text primary key,
      agreement_id text not null,
      nominated_on date not null,
      cleared_on date,
      trained_on date,
      exam_result text check (exam_result in ('passed', 'passed-on-retake', 'failed')),
      certified_on date,
      ended_on date,
      ended_reason text check (ended_reason in ('training-not-kept', 'for-cause', 'voluntary', 'left-agency',
        'agreement-ended')),
      import_id integer not null,
      check ((ended_on is null) = (ended_reason is null)),
      check (ended_on is null or ended_on > certified_on)
    )`,
    `create index officer_agreement on report287.officer (agreement_id)`,
    `create table report287.officer_training (
      officer_id text not null,
      course text not null check (course in ('initial', 'refresher', 'ina-overview', 'immigration-fundamentals',
        'human-trafficking-awareness', 'information-awareness', 'basic-records-management', 'privacy-awareness',
        'operations-security', 'language-access')),
      completed_on date not null,
      import_id integer not null,
      primary key (officer_id, course, completed_on)
    )`,
    `create table report287.officer_login (
      officer_id text not null,
      logged_in_on date not null,
      import_id integer not null,
      primary key (officer_id, logged_in_on)
    )`,
    `create table report287.program_manager (
      post_id text not null,
      kind text not null check (kind in ('field', 'national')),
      office_code text,
      held_from date not null,
      held_until date,
      import_id integer not null,
      primary key (post_id, held_from),
      check (held_until > held_from)
    )`,
    `create table report287.milestone (
      agreement_id text not null,
      kind text not null check (kind in ('effective', 'operational', 'addendum', 'expires', 'initial-review',
        'annual-meeting', 'three-year-review', 'steering-committee', 'suspension-notice', 'termination-notice',
        'published')),
      occurred_on date not null,
      import_id integer not null,
      primary key (agreement_id, kind, occurred_on)
    )`,
    `create table report287.installation (
      installation_id text primary key,
      agreement_id text not null,
      site text not null,
      requested_on date not null,
      isa_signed_on date,
      bids_closed_on date,
      delivered_on date,
      installed_on date,
      import_id integer not null
    )`,
    `create table report287.duty_performance (
      performance_id text primary key,
      agreement_id text not null,
      duty text not null check (duty in ('detainer-notice', 'citizenship-claim', 'warrant-notice', 'custody-hold',
        'field-arrest-transport', 'revocation-notice')),
      began_on date not null,
      began_at timestamptz,
      met_at timestamptz,
      import_id integer not null,
      check (date_trunc('milliseconds', met_at) >= date_trunc('milliseconds', began_at))
    )`,
    `create index duty_performance_agreement on report287.duty_performance (agreement_id)`,
    `create table report287.document_review (
      review_id text primary key,
      agreement_id text not null,
      form text not null check (form in ('I-862', 'I-860', 'I-871', 'I-851', 'I-200', 'I-205', 'other')),
      submitted_on date not null,
      reviewed_on date,
      outcome text not null check (outcome in ('approved', 'returned', 'pending')),
      import_id integer not null,
      check ((reviewed_on is null) = (outcome = 'pending'))
    )`,
    `create index document_review_agreement on report287.document_review (agreement_id)`,
    `create table report287.complaint (
      complaint_id text primary key,
      agreement_id text not null,
      source text not null check (source in ('person', 'family', 'attorney', 'organization', 'agency', 'ice', 'other')),
      received_at timestamptz not null,
      notified_at timestamptz,
      resolved_on date,
      finding text check (finding in ('substantiated', 'unsubstantiated', 'unfounded')),
      result_reported_on date,
      import_id integer not null,
      check ((resolved_on is null) = (finding is null))
    )`,
    `create table report287.inspection (
      inspection_id text primary key,
      agreement_id text not null,
      inspected_on date not null,
      rating text not null check (rating in ('compliant', 'compliant-with-deficiencies', 'not-compliant')),
      deficiencies integer not null check (deficiencies >= 0),
      corrective_actions_open integer not null check (corrective_actions_open >= 0),
      corrective_actions_closed integer not null check (corrective_actions_closed >= 0),
      import_id integer not null
    )`,
    `create table report287.agency_figure (
      agreement_id text not null,
      month date not null check (extract(day from month) = 1),
      measure text not null check (measure in ('encounter', 'detainer', 'warrant-served', 'charging-document',
        'custody-transfer')),
      figure integer not null check (figure >= 0),
      import_id integer not null,
      primary key (agreement_id, month, measure)
    )`,
    `alter table report287.import_coverage drop constraint import_coverage_kind_check`,
    `alter table report287.import_coverage add constraint import_coverage_kind_check
      check (kind in ('encounter', 'administrative-arrest', 'detainer', 'warrant-served', 'charging-document',
        'detention-book-in', 'custody-transfer', 'removal', 'return', 'agreement', 'application', 'officer', 'training',
        'credential', 'program-manager', 'milestone', 'installation', 'duty', 'document-review', 'complaint', 'inspection',
        'agency-figure'))`,
    // An edition of one agreement is a slot of its own; the empty text stands for the nation with its field offices.
    `alter table report287.run add column subject text not null default ''`,
    `alter table report287.edition add column subject text not null default ''`,
    `alter table report287.edition drop constraint edition_pkey`,
    `alter table report287.edition add primary key (report, period, audience, subject, number)`,
    `create index stored_event_agreement on report287.stored_event (agreement_id, kind) where agreement_id is not null`,
  ],
};
