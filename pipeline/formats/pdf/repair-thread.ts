import { repairPdf } from './repair.ts';
import type { RepairTask } from './repairs-apart.ts';
import { serveTasks } from './threads.ts';

serveTasks(({ printed, properties }: RepairTask) => repairPdf(printed, properties));
