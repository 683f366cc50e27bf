import { JitterType, type RetryProps } from 'aws-cdk-lib/aws-stepfunctions';
import { Duration } from 'aws-cdk-lib/core';
import { ERROR_NAMES } from '../run/contract/errors.ts';

/** Lambda itself was in trouble, not our code: short, many, spread out, as AWS recommends for these names. */
export const LAMBDA_TROUBLE: RetryProps = {
  errors: [
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.TooManyRequestsException',
  ],
  interval: Duration.seconds(1),
  backoffRate: 2,
  maxAttempts: 6,
  maxDelay: Duration.seconds(30),
  jitterStrategy: JitterType.FULL,
};

/** The store was in trouble: S3's own client has retried already, so a few more after a breath. */
export const STORE_TROUBLE: RetryProps = {
  errors: [ERROR_NAMES.storeUnavailable],
  interval: Duration.seconds(1),
  backoffRate: 2,
  maxAttempts: 2,
};

/**
 * The provider answers with 5xx. 1, 2, 4 and 8 s (drawn at random up to that, so that the locales do not come back together) outlast a deployment or
 * a node that dies; an outage of minutes is for the next run, which asks only for what is missing.
 */
export const PROVIDER_TROUBLE: RetryProps = {
  errors: [ERROR_NAMES.providerUnavailable],
  interval: Duration.seconds(1),
  backoffRate: 2,
  maxAttempts: 4,
  jitterStrategy: JitterType.FULL,
};

/** No answer within a minute, which may be billed each time: once more, and then it is for a later run. */
export const PROVIDER_TIMED_OUT: RetryProps = {
  errors: [ERROR_NAMES.providerTimedOut],
  interval: Duration.seconds(1),
  maxAttempts: 1,
};

/** Nobody listens: most likely a wrong address, which no wait mends. Once more for a blip of the network. */
export const PROVIDER_UNREACHABLE: RetryProps = {
  errors: [ERROR_NAMES.providerUnreachable],
  interval: Duration.seconds(1),
  maxAttempts: 1,
};

/** The invocation was lost: timed out, out of memory, killed. Memory holds what it bought; a second loss is no accident. */
export const JOB_LOST: RetryProps = {
  errors: ['States.Timeout', 'Lambda.Unknown', 'Sandbox.Timedout', 'Runtime.ExitError'],
  interval: Duration.seconds(2),
  maxAttempts: 1,
};
