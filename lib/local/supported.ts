import { allStates, type Definition, isDistributedMap, type State } from './asl.ts';

/**
 * What the interpreter carries out, field by field; anything else it would pass over in silence, and the run here would differ from the one on
 * AWS. Held against its source (aws-local-stepfunctions 3.0.0).
 */
const EVERY_STATE = ['Type', 'Comment', 'Next', 'End', 'InputPath', 'OutputPath'];
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  Task: ['Resource', 'Parameters', 'ResultSelector', 'ResultPath', 'Retry', 'Catch', 'TimeoutSeconds'],
  Map: [
    'ItemsPath',
    'ItemSelector',
    'ItemProcessor',
    'MaxConcurrency',
    'MaxConcurrencyPath',
    'ResultSelector',
    'ResultPath',
    'Retry',
    'Catch',
  ],
  // Run by `distributed-map.ts`; the interpreter itself would take the state's input for the items. It sees a Task, and retries that as it would any: the items
  // are read and the children run anew, as on AWS.
  DistributedMap: [
    'ItemReader',
    'ItemProcessor',
    'MaxConcurrency',
    'MaxConcurrencyPath',
    'ToleratedFailureCount',
    'ResultPath',
    'Retry',
    'Catch',
  ],
  Choice: ['Choices', 'Default'],
  Pass: ['Result', 'Parameters', 'ResultPath'],
  Wait: ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'],
  Succeed: [],
  Fail: ['Error', 'ErrorPath', 'Cause', 'CausePath'],
};

/** Why this definition cannot be run here as AWS would run it; empty when it can. */
export function unsupported(definition: Definition): string[] {
  const faults = [...allStates(definition)].flatMap(([name, state]) =>
    stateFaults(state).map((fault) => `${name}: ${fault}`),
  );
  if (definition['QueryLanguage'] !== undefined && definition['QueryLanguage'] !== 'JSONPath')
    faults.push('QueryLanguage: only JSONPath is carried out');
  return faults;
}

function stateFaults(state: State): string[] {
  const kind = isDistributedMap(state) ? 'DistributedMap' : state.Type;
  const known = FIELDS[kind];
  if (!known) return [`a state of type ${state.Type} is not carried out`];
  const faults = Object.keys(state)
    .filter((field) => !EVERY_STATE.includes(field) && !known.includes(field))
    .map((field) => `${field} of a ${kind} is not carried out`);
  if (state.Type === 'Task' && typeof state['TimeoutSeconds'] !== 'number')
    faults.push('TimeoutSeconds is missing: the interpreter would set its own 60 s');
  if (kind === 'DistributedMap') faults.push(...readerFaults(state['ItemReader']));
  const { ItemProcessor: _, ...own } = state;
  for (const list of ['Choices', 'Catch']) {
    const rules = (state[list] ?? []) as readonly object[];
    if (rules.some((rule) => 'Assign' in rule)) faults.push(`Assign in ${list} is not carried out`);
  }
  // As a path of its own or as an argument of an intrinsic function.
  if (/["(,\s]\$\$[."[,)\s]/.test(JSON.stringify(own)))
    faults.push('the context object ($$) is not filled in as on AWS');
  return faults;
}

function readerFaults(reader: unknown): string[] {
  const { ReaderConfig, Resource } = (reader ?? {}) as { ReaderConfig?: Record<string, unknown>; Resource?: string };
  if (!Resource?.endsWith(':states:::s3:getObject')) return ['ItemReader: only s3:getObject is carried out'];
  const others = Object.keys(ReaderConfig ?? {}).filter((field) => field !== 'InputType');
  if (ReaderConfig?.['InputType'] !== 'JSON' || others.length > 0)
    return ['ItemReader: only a JSON list is carried out'];
  return [];
}
