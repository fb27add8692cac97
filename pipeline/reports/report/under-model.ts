import type { ReportDefinition, SectionDefinition } from '../report.ts';

/** The report as the document of an agreement under a model shows it. */
export function definitionUnder(report: ReportDefinition, model: string): ReportDefinition {
  const sections = report.sections.map((section): SectionDefinition => {
    const { id, title, notUnder } = section;
    const isApart = notUnder?.models.includes(model) ?? false;
    return isApart ? { id, title, blocks: [{ kind: 'statement', text: notUnder?.says ?? '' }] } : section;
  });
  return { ...report, sections };
}
