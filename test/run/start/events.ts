/** Events as AWS sends them, after its documentation. */

interface UploadedObject {
  readonly key: string;
  readonly etag?: string;
  readonly 'version-id'?: string;
  readonly sequencer?: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
export function uploadEvent(object: Partial<UploadedObject> = {}, more: Record<string, unknown> = {}) {
  return {
    version: '0',
    id: '17793124-05d4-b198-2fde-7ededc63b103',
    'detail-type': 'Object Created',
    source: 'aws.s3',
    account: '111122223333',
    time: '2026-11-21T00:00:00Z',
    region: 'ca-central-1',
    resources: ['arn:aws:s3:::amzn-s3-demo-bucket1'],
    detail: {
      version: '0',
      bucket: { name: 'amzn-s3-demo-bucket1' },
      object: {
        key: 'catalogs/summer.json',
        size: 5,
        etag: 'b1946ac92492d2347c6235b4d2611184',
        'version-id': 'IYV3p45BT0ac8hjHg1houSdS1a.Mro8e',
        sequencer: '617f08299329d189',
        ...object,
      },
      'request-id': 'N4N7GDK58NMKJ12R',
      requester: '123456789012',
      'source-ip-address': '1.2.3.4',
      reason: 'PutObject',
    },
    ...more,
  };
}

/** The same from a bucket without versions. */
export function unversionedUpload(object: Partial<UploadedObject> = {}, more: Record<string, unknown> = {}) {
  const event = uploadEvent(object, more);
  const { 'version-id': _, ...rest } = event.detail.object;
  return { ...event, detail: { ...event.detail, object: rest as UploadedObject } };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html */
function proxyEvent(httpMethod: string, path: string, resource: string) {
  return {
    resource,
    path,
    httpMethod,
    headers: {
      Accept: '*/*',
      Authorization: 'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261121/eu-west-1/execute-api/aws4_request',
      'Content-Type': 'application/json',
      Host: 'a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com',
      'X-Forwarded-Proto': 'https',
    } as Record<string, string> | null,
    multiValueHeaders: { Accept: ['*/*'], 'Content-Type': ['application/json'] },
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null as Record<string, string> | null,
    stageVariables: null,
    requestContext: {
      resourceId: '2gxmpl',
      resourcePath: resource,
      httpMethod,
      extendedRequestId: 'JJbxmplHYosFVYQ=',
      requestTime: '21/Nov/2026:09:30:15 +0000',
      path: `/prod${path}` as string | undefined,
      accountId: '123456789012',
      protocol: 'HTTP/1.1',
      stage: 'prod',
      domainPrefix: 'a1b2c3d4e5',
      requestTimeEpoch: 1795253415000,
      requestId: 'ebfbe5f7-a0a0-4a4a-9a9a-3f3f3f3f3f3f',
      identity: {
        cognitoIdentityPoolId: null,
        accountId: '123456789012',
        caller: 'AIDAEXAMPLE',
        sourceIp: '1.2.3.4',
        principalOrgId: null,
        accessKey: 'AKIAIOSFODNN7EXAMPLE',
        cognitoAuthenticationType: null,
        cognitoAuthenticationProvider: null,
        userArn: 'arn:aws:iam::123456789012:user/shop',
        userAgent: 'curl/8.5.0',
        user: 'AIDAEXAMPLE',
      },
      domainName: 'a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com' as string | undefined,
      deploymentId: 'd9k2ab',
      apiId: 'a1b2c3d4e5',
    },
    body: null as string | null,
    isBase64Encoded: false,
  };
}

export type ProxyEvent = ReturnType<typeof proxyEvent>;

/** `POST /runs`; what is no text is printed as JSON. */
export function postRuns(body: unknown, headers: Record<string, string> = {}): ProxyEvent {
  const event = proxyEvent('POST', '/runs', '/runs');
  return {
    ...event,
    headers: { ...event.headers, ...headers },
    body: typeof body === 'string' || body === null ? body : JSON.stringify(body),
  };
}

/** `GET /runs/{runId}` */
export const getRun = (runId: string): ProxyEvent => ({
  ...proxyEvent('GET', `/runs/${runId}`, '/runs/{runId}'),
  pathParameters: { runId },
});

export const scheduleEvent = (scheduledTime = '2026-11-22T03:00:00Z') => ({ trigger: 'schedule', scheduledTime });

/** What Scheduler sends to a function for which the schedule has no input of its own. */
export const ownScheduleEvent = (time = '2026-11-22T03:00:00Z') => ({
  version: '0',
  id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
  'detail-type': 'Scheduled Event',
  source: 'aws.scheduler',
  account: '123456789012',
  time,
  region: 'eu-west-1',
  resources: ['arn:aws:scheduler:eu-west-1:123456789012:schedule/default/nightly'],
  detail: '{}',
});
