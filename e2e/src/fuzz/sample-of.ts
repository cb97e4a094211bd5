/** As much of JSON Schema as the API's description uses. */
export type JsonSchema = {
  $ref?: string;
  const?: unknown;
  enum?: readonly unknown[];
  example?: unknown;
  examples?: readonly unknown[];
  default?: unknown;
  type?: string | readonly string[];
  format?: string;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  anyOf?: readonly JsonSchema[];
  oneOf?: readonly JsonSchema[];
  allOf?: readonly JsonSchema[];
};

/** A value that the schema takes, or nearly: what a mutation starts from. `resolve` follows a `$ref`. */
export function sampleOf(schema: JsonSchema, resolve: (ref: string) => JsonSchema, depth = 0): unknown {
  if (depth > 8) return null;
  const within = (inner: JsonSchema) => sampleOf(inner, resolve, depth + 1);
  if (schema.$ref !== undefined) return within(resolve(schema.$ref));
  const given = [schema.const, schema.example, schema.examples?.[0], schema.default, schema.enum?.[0]].find((value) => value !== undefined);
  if (given !== undefined) return given;
  const [choice] = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? [];
  if (choice) return within(choice);
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0];
  switch (type) {
    case 'object':
      return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, inner]) => [name, within(inner)]));
    case 'array':
      return schema.items ? [within(schema.items)] : [];
    case 'integer':
    case 'number':
      return 1;
    case 'boolean':
      return true;
    case 'string':
      return schema.format === 'uuid' ? '0199f3a0-0000-7000-8000-0000000000a1' : 'text';
    default:
      return null;
  }
}
