import { type Subscription, subscriptionKey } from '../../../queries/subscriptions.ts';
import type { ChannelId } from '../../channels/channel.ts';
import { channels } from '../../channels/index.ts';
import { reports } from '../../reports/index.ts';
import { readRows, subscriptionsText } from '../subscriptions/rows.ts';
import { recordsOf } from './circumstances.ts';
import { counted, type Examination, type Finding, fault, someOf, warning, well } from './examination.ts';
import type { Records } from './records.ts';

const stored = ['DATABASE_URL', 'REPORT287_DATA', 'REPORT287_SCHEMA'];
const remedy = 'mend them: `report287 subscriptions export`, then `subscriptions import`';

/** Active subscriptions: what they name still exists, nobody gets the same twice, and their channels are set. */
export const subscriptions: Examination = {
  what: 'subscriptions',
  reads: stored,
  examine: async (about) => {
    const records = recordsOf(about);
    const active = records.subscriptions.filter((each) => each.active);
    const { channels: settings } = about.config.delivery;
    const unset = (['smtp', 'sftp', 's3'] as const).filter((id) => settings[id] === undefined);
    const troubles = [...unset.flatMap((id) => withoutSettings(active, id)), ...faultsOf(records)];
    const facts = { active: active.length, inactive: records.subscriptions.length - active.length };
    if (troubles.length > 0) return troubles;
    if (active.length === 0 && about.config.deliverTo.length === 0)
      return [warning('subscriptions', 'none: what is published is handed to nobody', subscribe, facts)];
    return [well('subscriptions', `${counted(active.length, 'active subscription')}, ${facts.inactive} others`, facts)];
  },
};

/** The offices that exist and get nothing. */
export const unservedOffices: Examination = {
  what: 'field offices',
  reads: stored,
  examine: async (about) => {
    const { offices, subscriptions: all } = recordsOf(about);
    const today = about.now().toISOString().slice(0, 10);
    const existing = offices.filter(
      ({ office_code: code, exists_from: from, exists_until: until }) =>
        code !== 'HQ' && from <= today && (until === null || until > today),
    );
    const served = new Set(all.filter(({ active }) => active).map(({ scope }) => scope));
    const without = existing.map(({ office_code: code }) => code).filter((code) => !served.has(code));
    const facts = { offices: existing.length, without: without.length };
    if (without.length === 0) return [well('field offices', `each of ${existing.length} has a subscription`, facts)];
    const found = `${without.length} of ${existing.length} have no subscription: ${someOf(without, 30)}`;
    return [warning('field offices', found, subscribe, facts)];
  },
};

const subscribe = 'add them to the list: `report287 subscriptions export`, then `subscriptions import`';

/** Whose approval editions wait for: nothing is wrong with that, but somebody must know. */
export const approvals: Examination = {
  what: 'approvals',
  reads: ['REPORT287_APPROVALS'],
  examine: async ({ config: { delivery } }) => {
    const waits = (['internal', 'public'] as const).map((audience) => {
      const roles = delivery.approvals[audience];
      const others = delivery.stated.includes(audience) ? [] : ['whomever the last one waited for'];
      return `${audience} editions wait for ${[...roles, ...others].join(' and ') || 'nobody'}`;
    });
    return [well('approvals', waits.join('; '))];
  },
};

function withoutSettings(active: readonly Subscription[], id: Exclude<ChannelId, 'folder'>): readonly Finding[] {
  const concerned = active.filter(({ channel }) => channel === id).map(({ recipient }) => recipient);
  if (concerned.length === 0) return [];
  const names = [...new Set(concerned)];
  const found = `${names.length} by ${id}, which is not set: ${someOf(names)}`;
  const variable = { smtp: 'REPORT287_SMTP', sftp: 'REPORT287_SFTP', s3: 'REPORT287_S3_REGION' }[id];
  return [fault('subscriptions', found, `set ${variable} and what it needs, or change their channel`)];
}

/** What would be refused if the same list were imported now; of those that are active. */
function faultsOf({ subscriptions: all, offices, holders }: Records): readonly Finding[] {
  if (all.length === 0) return [];
  const known = { reports, channels, offices: new Set(offices.map((each) => each.office_code)), agreements: holders };
  const { problems } = readRows(subscriptionsText(all), known);
  return problems.flatMap((problem) => {
    // The list has a header, and one line for each: no cell holds a line break.
    const [, line = '', what = problem] = /^line (\d+)(?:, |: )(.*)$/.exec(problem) ?? [];
    const subscription = all[Number(line) - 2];
    if (subscription?.active === false) return [];
    const whose = subscription === undefined ? '' : `${subscriptionKey(subscription)}: `;
    return [fault('subscriptions', `${whose}${what}`, remedy)];
  });
}
