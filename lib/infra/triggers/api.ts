import {
  AccessLogFormat,
  AuthorizationType,
  EndpointType,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  ResponseType,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { RemovalPolicy, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { requestModel } from './request-model.ts';

const STAGE = 'v1';

/** People and scripts start runs, not shoppers; and every run costs tokens. A poll for each of ten runs every second fits. */
export const THROTTLE = { ratePerSecond: 10, burst: 20 } as const;

export interface ApiTriggerProps {
  /** Answers `POST /runs`. */
  readonly start: IFunction;
  /** Answers `GET /runs/{runId}`. */
  readonly status: IFunction;
  readonly logRetention: RetentionDays;
}

/** The REST API. Nobody gets in without a signature of an identity that may `execute-api:Invoke` on it. */
export class ApiTrigger extends Construct {
  readonly api: RestApi;

  constructor(scope: Construct, id: string, { start, status, logRetention }: ApiTriggerProps) {
    super(scope, id);
    const accessLogs = new LogGroup(this, 'AccessLogs', {
      retention: logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.api = new RestApi(this, 'Api', {
      description: 'Starts translation runs and tells how far they are',
      endpointConfiguration: { types: [EndpointType.REGIONAL] },
      defaultMethodOptions: { authorizationType: AuthorizationType.IAM },
      // API Gateway writes logs by one role for a whole region. It stays when the stack goes, for other APIs may have come to rely on it.
      cloudWatchRole: true,
      cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN,
      deployOptions: {
        stageName: STAGE,
        throttlingRateLimit: THROTTLE.ratePerSecond,
        throttlingBurstLimit: THROTTLE.burst,
        tracingEnabled: true,
        accessLogDestination: new LogGroupLogDestination(accessLogs),
        accessLogFormat: AccessLogFormat.jsonWithStandardFields(),
        // Errors only, and never bodies: a catalog is no matter for a log.
        loggingLevel: MethodLoggingLevel.ERROR,
        dataTraceEnabled: false,
      },
    });
    // The stack has outputs of its own.
    this.api.node.tryRemoveChild('Endpoint');
    this.keepExecutionLogs(logRetention);
    this.addMethods(start, status);
    this.addRefusals();
    Validations.of(this.api).acknowledge(
      {
        id: 'AwsSolutions-APIG3',
        reason: 'A web ACL costs more a month than the rest of the stack, and what it would keep out has no signature.',
      },
      { id: 'AwsSolutions-COG4', reason: 'Callers are IAM identities: a user pool would be a second list of people.' },
      {
        id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
        reason: 'The role is the whole region’s, for every API: this policy is the one that AWS maintains for it.',
      },
    );
  }

  /** API Gateway makes this log group itself, kept for ever, if it is not there. */
  private keepExecutionLogs(retention: RetentionDays): void {
    const logs = new LogGroup(this, 'ExecutionLogs', {
      logGroupName: `API-Gateway-Execution-Logs_${this.api.restApiId}/${STAGE}`,
      retention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.api.deploymentStage.node.addDependency(logs);
  }

  private addMethods(start: IFunction, status: IFunction): void {
    const validator = this.api.addRequestValidator('Validator', {
      validateRequestBody: true,
      validateRequestParameters: true,
    });
    const model = this.api.addModel('RunRequest', { contentType: 'application/json', schema: requestModel() });
    const runs = this.api.root.addResource('runs');
    runs.addMethod('POST', new LambdaIntegration(start, { allowTestInvoke: false }), {
      requestValidator: validator,
      requestModels: { 'application/json': model },
    });
    runs.addResource('{runId}').addMethod('GET', new LambdaIntegration(status, { allowTestInvoke: false }), {
      requestValidator: validator,
      requestParameters: { 'method.request.path.runId': true },
    });
  }

  /** What API Gateway refuses itself is told in the shape that Start uses. */
  private addRefusals(): void {
    this.api.addGatewayResponse('NotARunRequest', {
      type: ResponseType.BAD_REQUEST_BODY,
      statusCode: '400',
      // The message as a JSON text. What it calls invalid in detail has quotes that nothing here could escape.
      templates: { 'application/json': '{"faults":[$context.error.messageString]}' },
    });
    this.api.addGatewayResponse('TooLarge', {
      type: ResponseType.REQUEST_TOO_LARGE,
      statusCode: '413',
      templates: {
        'application/json':
          '{"faults":["the request is too large: put the catalog into the bucket, under catalogs/, and name its key"]}',
      },
    });
  }
}
