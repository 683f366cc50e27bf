import pc from 'picocolors';
import { table } from '../lib/run/text-report.ts';
import { bundleRows } from './bundles.ts';
import { checkRows } from './checks.ts';
import { fanOutRows } from './fan-out.ts';
import { pacingRows } from './pacing.ts';
import { packingRows } from './packing.ts';
import type { Row } from './row.ts';
import { runnerCpuRow } from './runner-cpu.ts';
import { startRow } from './start.ts';

const rows: Row[] = [
  startRow(),
  ...(await fanOutRows()),
  await runnerCpuRow(),
  ...(await packingRows()),
  ...(await pacingRows()),
  ...(await checkRows()),
  ...bundleRows(),
];
const cells = rows.map(({ what, measured, goal, met }) => [what, measured, goal, met ? 'met' : 'MISSED']);
for (const line of table([['What', 'Measured', 'Goal', ''], ...cells], pc)) console.log(line);
