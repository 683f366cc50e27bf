/** As much of the Amazon States Language as the local runner looks at. */
export interface Definition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
  readonly [field: string]: unknown;
}

export interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly ItemProcessor?: Definition & { readonly ProcessorConfig?: { readonly Mode?: string } };
  readonly [field: string]: unknown;
}

export function isDistributedMap(state: State): boolean {
  return state.Type === 'Map' && state.ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED';
}

/** Every state of a definition with its name, also those inside Maps. */
export function* allStates(definition: Definition): Generator<readonly [string, State]> {
  for (const [name, state] of Object.entries(definition.States)) {
    yield [name, state];
    if (state.ItemProcessor) yield* allStates(state.ItemProcessor);
  }
}
