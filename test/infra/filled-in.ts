/** What CloudFormation would fill in: `Ref` and `Fn::GetAtt` by the beginning of the logical id, joined. */
export function filledIn(value: unknown, values: Readonly<Record<string, string>>): string {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as Record<string, unknown>;
  if (join) {
    const [delimiter, parts] = join as [string, unknown[]];
    return parts.map((part) => filledIn(part, values)).join(delimiter);
  }
  const id = String(Ref ?? (attribute as string[])[0]);
  const found = Object.entries(values).find(([start]) => id.startsWith(start));
  if (!found) throw new Error(`nothing stands for ${JSON.stringify(value)}`);
  return found[1];
}

export const LOCAL_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:';
