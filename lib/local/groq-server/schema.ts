import { badRequest, isRecord, type Reply } from './wire.ts';

/** What Groq rejects in any schema. */
const UNSUPPORTED = ['minItems', 'maxItems'] as const;

/** What is wrong with a `json_schema` response format; the error has no code, as with Groq. */
export function schemaFault(format: unknown): Reply | null {
  if (!isRecord(format) || typeof format.name !== 'string')
    return badRequest("'response_format.json_schema' : property 'name' is missing");
  if (!isRecord(format.schema)) return badRequest("'response_format.json_schema' : property 'schema' is missing");
  const fault = nodeFault(format.schema, '', format.strict === true);
  return fault === null ? null : badRequest(`invalid schema for response format: response_format/json_schema${fault}`);
}

function nodeFault(node: unknown, path: string, strict: boolean): string | null {
  if (Array.isArray(node))
    return firstFault(
      node.map((item, index) => [String(index), item]),
      path,
      strict,
    );
  if (!isRecord(node)) return null;
  const unsupported = UNSUPPORTED.find((keyword) => keyword in node);
  if (unsupported) return `${path}: ${unsupported} is not supported`;
  const { properties, ...rest } = node;
  return (
    (strict ? objectFault(node, path) : null) ??
    // Below `properties` keys are names and no keywords: a property may well be called `minItems`.
    (isRecord(properties) ? firstFault(Object.entries(properties), path, strict) : null) ??
    firstFault(Object.entries(rest), path, strict)
  );
}

function firstFault(entries: readonly [string, unknown][], path: string, strict: boolean): string | null {
  for (const [key, child] of entries) {
    const fault = nodeFault(child, `${path}/${key}`, strict);
    if (fault !== null) return fault;
  }
  return null;
}

/** Strict mode wants closed objects with every property required. */
function objectFault(node: Readonly<Record<string, unknown>>, path: string): string | null {
  const isObject =
    node.type === 'object' || (Array.isArray(node.type) && node.type.includes('object')) || isRecord(node.properties);
  if (!isObject) return null;
  if (node.additionalProperties !== false) return `${path}: additionalProperties:false must be set on every object`;
  const names = Object.keys(isRecord(node.properties) ? node.properties : {});
  const required: readonly unknown[] = Array.isArray(node.required) ? node.required : [];
  const missing = names.find((name) => !required.includes(name));
  return missing === undefined
    ? null
    : `${path}: \`required\` is required to be supplied and to be an array including every key in properties (missing: ${missing})`;
}
