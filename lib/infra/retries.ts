import { JitterType, type RetryProps } from 'aws-cdk-lib/aws-stepfunctions';
import { Duration } from 'aws-cdk-lib/core';
import { ERROR_NAMES } from '../run/contract/errors.ts';

/**
 * No Lambda was free. That is no blip: a new account runs ten at a time, over all its functions, and a locale job holds one for up to 15 minutes. So the wait is
 * for a job that ends: drawn at random up to 5 s, then longer, to at most 2 minutes, small beside what it waits for. 150 tries last 2 h 20 min on
 * average, more than nine full jobs one after the other: with twice as many jobs as places, one job in a thousand is still without one.
 *
 * Why not oftener: a try leaves up to three events in the execution's history, which ends the run at 25,000. 30 jobs that wait at a time, as many as a Map of
 * 40 leaves over, write 90 a minute, which is room for four and a half hours; with a cap of one minute it would be half of that.
 */
export const LAMBDA_BUSY: RetryProps = {
  errors: ['Lambda.TooManyRequestsException'],
  interval: Duration.seconds(5),
  backoffRate: 1.5,
  maxAttempts: 150,
  maxDelay: Duration.minutes(2),
  jitterStrategy: JitterType.FULL,
};

/** Lambda itself was in trouble, not our code: short, many, spread out, as AWS recommends for these names. */
export const LAMBDA_TROUBLE: RetryProps = {
  errors: [
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
  ],
  interval: Duration.seconds(1),
  backoffRate: 2,
  maxAttempts: 6,
  maxDelay: Duration.seconds(30),
  jitterStrategy: JitterType.FULL,
};

/**
 * The store was in trouble, and S3's own client has retried already. Merge is the step that must not give up: all is bought by then, and without it nobody
 * gets it. So up to 2, 4, 8, 16 and 30 s, a minute in all (at random, since a bucket that asks for fewer requests asks all jobs at once); a longer outage
 * is for a redrive, which begins at the step that failed.
 */
export const STORE_TROUBLE: RetryProps = {
  errors: [ERROR_NAMES.storeUnavailable],
  interval: Duration.seconds(2),
  backoffRate: 2,
  maxAttempts: 5,
  maxDelay: Duration.seconds(30),
  jitterStrategy: JitterType.FULL,
};

/**
 * Step Functions could not read the list of batches, which Plan has just written. Without it no child is started, and Merge would find every job
 * missing: so it is read again, as often as in any other trouble of the store. The name also covers what no retry mends (no right to read it), which costs a minute.
 */
export const BATCHES_UNREAD: RetryProps = { ...STORE_TROUBLE, errors: ['States.ItemReaderFailed'] };

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
  errors: ['States.Timeout', 'Lambda.Unknown', 'Sandbox.Timedout', 'Runtime.ExitError', 'Runtime.OutOfMemory'],
  interval: Duration.seconds(2),
  maxAttempts: 1,
};
