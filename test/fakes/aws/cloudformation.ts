import { type Answer, type AwsServer, awsServer } from './server.ts';

const NAMESPACE = 'http://cloudformation.amazonaws.com/doc/2010-05-15/';
const xml = (status: number, body: string): Answer => ({ status, type: 'text/xml', body });
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

export interface CloudFormationOptions {
  /** Stack -> its outputs. */
  readonly stacks: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** CloudFormation on loopback, in its Query protocol: a form in, XML out. */
export function startCloudFormation({ stacks }: CloudFormationOptions): Promise<AwsServer> {
  const error = (status: number, code: string, message: string) =>
    xml(
      status,
      `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
    );
  return awsServer({
    error,
    actionOf: (_request, body) => new URLSearchParams(body).get('Action') ?? '',
    answer(_action, body) {
      const name = new URLSearchParams(body).get('StackName') ?? '';
      const outputs = stacks[name];
      if (!outputs) return error(400, 'ValidationError', `Stack with id ${name} does not exist`);
      const members = Object.entries(outputs).map(
        ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${escaped(value)}</OutputValue></member>`,
      );
      return xml(
        200,
        `<DescribeStacksResponse xmlns="${NAMESPACE}"><DescribeStacksResult><Stacks><member><StackName>${name}</StackName><StackStatus>CREATE_COMPLETE</StackStatus><CreationTime>2026-11-21T09:00:00Z</CreationTime><Outputs>${members.join('')}</Outputs></member></Stacks></DescribeStacksResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></DescribeStacksResponse>`,
      );
    },
  });
}
