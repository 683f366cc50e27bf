import pc from 'picocolors';
import { table } from '../lib/run/text-report.ts';
import { bundleRows } from './bundles.ts';
import { checkRows } from './checks.ts';
import { fanOutRows } from './fan-out.ts';
import { largeRunRows } from './large-run.ts';
import { mergeScaleRows } from './merge-scale.ts';
import { minutesRows } from './minutes.ts';
import { pacingRows } from './pacing.ts';
import { packingRows } from './packing.ts';
import { paperRows } from './paper.ts';
import { planRows } from './plan.ts';
import type { Row } from './row.ts';
import { runnerCpuRow } from './runner-cpu.ts';
import { startRow } from './start.ts';
import { tracingRows } from './tracing.ts';

const rows: Row[] = [
  startRow(),
  ...(await fanOutRows()),
  await runnerCpuRow(),
  ...(await packingRows()),
  ...(await checkRows()),
  ...bundleRows(),
  ...(await tracingRows()),
  ...(await pacingRows()),
  ...(await minutesRows()),
  ...(await largeRunRows()),
  ...planRows(),
  ...mergeScaleRows(),
  ...(await paperRows()),
];
const cells = rows.map(({ what, measured, goal, met }) => [what, measured, goal, met ? 'met' : 'MISSED']);
for (const line of table([['What', 'Measured', 'Goal', ''], ...cells], pc)) console.log(line);
