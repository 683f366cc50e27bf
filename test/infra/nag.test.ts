import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { appWith, stackIn } from './synth.ts';

const app = appWith();
stackIn(app);
// Some of the rules look at what only exists once the tree is complete.
app.synth();

/** The findings of cdk-nag's AwsSolutions rules. */
const findings = (scope: IConstruct): string[] =>
  new AwsSolutionsChecks(scope).validateScope(scope).violations.map(({ ruleName }) => ruleName);

/** What the code acknowledges, as `path: rule`, with its reason. */
function acknowledged(): [string, string][] {
  return app.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .flatMap(({ data }) =>
          Object.entries(data as Record<string, string>).map(([rule, reason]): [string, string] => [
            `${node.path}: ${rule.replace(/^annotation::/i, '')}`,
            reason,
          ]),
        ),
    );
}

describe('the AwsSolutions rules', () => {
  it('find nothing in the stack that the code does not answer for', () => {
    expect(findings(app)).toEqual([]);
  });

  it('would complain', () => {
    const other = appWith();
    new Bucket(new Stack(other, 'Careless'), 'Bucket');
    expect(findings(other)).toEqual(['AwsSolutions-S1', 'AwsSolutions-S10']);
  });

  it('are acknowledged one finding at a time, beside the construct, with a reason', () => {
    const rules = acknowledged();
    expect(rules.filter(([, reason]) => reason.length < 40)).toEqual([]);
    // A rule about wildcards or managed policies is never switched off as a whole.
    expect(rules.filter(([rule]) => /IAM[45]$/.test(rule))).toEqual([]);
    const whole = rules.map(([rule]) => rule).filter((rule) => !rule.endsWith(']'));
    expect(whole).toEqual([
      'TranslationFanout/Bucket/Bucket: AwsSolutions-S1',
      'TranslationFanout/DeadLetters: AwsSolutions-SQS3',
      'TranslationFanout/Api/Api: AwsSolutions-APIG3',
      'TranslationFanout/Api/Api: AwsSolutions-COG4',
    ]);
  });
});
