import { App } from 'aws-cdk-lib/core';
import { readConfig } from '../lib/infra/config.ts';
import { FanoutStack } from '../lib/infra/stack.ts';
import { RequestInvalid } from '../lib/run/contract/errors.ts';

/** The CDK app: context -> configuration -> one stack. */
const app = new App({ analyticsReporting: false });
try {
  const config = readConfig((name) => app.node.tryGetContext(name));
  new FanoutStack(app, config.stackName, { config });
} catch (error) {
  if (!(error instanceof RequestInvalid)) throw error;
  console.error(error.faults.join('\n'));
  process.exit(1);
}
