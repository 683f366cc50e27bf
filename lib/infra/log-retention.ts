import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** CloudWatch keeps logs for certain numbers of days only: the next one that is long enough. */
export function logRetention(days: number): RetentionDays {
  const offered = Object.values(RetentionDays).filter((value) => typeof value === 'number');
  const longEnough = offered.filter((value) => value >= days);
  return Math.min(...longEnough, RetentionDays.INFINITE);
}
