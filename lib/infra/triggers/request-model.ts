import { type JsonSchema, JsonSchemaVersion } from 'aws-cdk-lib/aws-apigateway';
import { requestSchema } from '../../run/contract/request.ts';

/**
 * What API Gateway lets through to Start: a JSON object. Its models could check more, but what they say of a fault (`Invalid request body`) helps nobody;
 * Start lists every fault of a request in whole sentences, all in one answer. The fields are named for whoever reads the API's documentation.
 */
export function requestModel(): JsonSchema {
  const fields = Object.keys(requestSchema.shape).map((name) => [name, {}]);
  return { schema: JsonSchemaVersion.DRAFT4, type: OBJECT, properties: Object.fromEntries(fields) };
}

const OBJECT = 'object' as JsonSchema['type'] & string;
