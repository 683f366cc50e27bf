import { join } from 'node:path';
import { folderStore } from '../../../lib/adapters/folder-store.ts';
import { localDocuments } from '../../../lib/local/documents.ts';
import { RequestInvalid } from '../../../lib/run/contract/errors.ts';
import type { Execution } from '../../../lib/run/executions.ts';
import { DocumentUnreadable } from '../../../lib/run/ports.ts';
import { copyResults } from '../../../lib/run/remote/copy-results.ts';
import { follow } from '../../../lib/run/remote/follow.ts';
import { type Resumed, resume } from '../../../lib/run/remote/resume.ts';
import { RunFiles } from '../../../lib/run/remote/run-files.ts';
import { uploadRequest } from '../../../lib/run/remote/upload.ts';
import type { RunEvent } from '../../../lib/run/run-event.ts';
import { type RunResults, readResults } from '../../../lib/run/run-results.ts';
import type { ConnectedStack } from './connect.ts';
import type { Wanted } from './prepare.ts';

/** How far a run in a stack has come, for whoever must say what becomes of it when something comes in between. */
export type Stage = 'before' | 'underWay' | 'copying';

export interface RemoteRunOptions {
  readonly wanted: Wanted;
  readonly stack: ConnectedStack;
  /** Where results go. */
  readonly output: string;
  readonly onStart: (started: Resumed | null) => void;
  readonly onEvent: (event: RunEvent) => void;
  /** Nothing more happens in the stack. */
  readonly onEnd: () => void;
  readonly signal: AbortSignal;
}

/** What came of a run, with its results here. */
export type RemoteResult =
  | { readonly ok: true; readonly results: RunResults; readonly folder: string }
  | { readonly ok: false; readonly execution: Execution };

/** A run in a stack, from the upload of what it refers to until its results are here. */
export class RemoteRun {
  stage: Stage = 'before';
  executionName: string;
  readonly #options: RemoteRunOptions;

  constructor(options: RemoteRunOptions) {
    this.#options = options;
    this.executionName = options.wanted.runId;
  }

  /** @throws RequestInvalid, StoreUnavailable, StoreRefused, the signal's reason */
  async execute(): Promise<RemoteResult> {
    const { wanted, stack, output, onStart, onEvent, onEnd, signal } = this.#options;
    const { runId } = wanted;
    const resumed = wanted.kind === 'resume' ? await resume(runId, stack, signal) : await this.#start(wanted);
    this.stage = 'underWay';
    if (resumed !== null) this.executionName = resumed.executionName;
    onStart(resumed);
    const files = new RunFiles(runId, stack.runs, onEvent, resumed?.earlierPlanId ?? null);
    if (resumed?.how !== 'complete') {
      const redriveCount = resumed?.redriveCount ?? 0;
      const execution = await follow({ executionName: this.executionName, redriveCount, files, signal }, stack);
      if (execution.status !== 'SUCCEEDED') return { ok: false, execution };
    }
    this.stage = 'copying';
    const results = await readResults(runId, stack.runs);
    if (results === null) throw new RequestInvalid([`the run ${runId} only planned: it has no results`]);
    files.settle(results.summary);
    onEnd();
    await copyResults(runId, stack.runs, folderStore(output));
    return { ok: true, results, folder: join(output, runId) };
  }

  async #start(wanted: Extract<Wanted, { kind: 'new' }>): Promise<null> {
    const { stack, signal } = this.#options;
    const { runId } = wanted;
    const request = await uploadRequest({ ...wanted, from: localDocuments(), signal }, stack).catch((error) => {
      throw error instanceof DocumentUnreadable ? new RequestInvalid([error.message]) : error;
    });
    signal.throwIfAborted();
    // Whether a call that is broken off has started the run, nobody knows: from here on it may be under way.
    this.stage = 'underWay';
    if ((await stack.executions.start(runId, { runId, request })) === 'exists')
      throw new RequestInvalid([`there is a run ${runId} already: run the same command again`]);
    return null;
  }
}
